package io.bowline.runner.step.image.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;

class PulledTest {
  private final List<String> heard = new ArrayList<>();
  private Optional<Flow.Subscription> subscription = Optional.empty();

  private final Flow.Subscriber<ByteBuffer> subscriber =
      new Flow.Subscriber<>() {
        @Override
        public void onSubscribe(Flow.Subscription given) {
          subscription = Optional.of(given);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
          heard.add("" + bytes.remaining());
          if (heard.size() == 2) {
            subscription.orElseThrow().request(1);
          }
        }

        @Override
        public void onError(Throwable why) {
          heard.add(String.valueOf(why.getMessage()));
        }

        @Override
        public void onComplete() {
          heard.add("over");
        }
      };

  @Test
  void givesAsManyBuffersAsAreAskedForAlsoWhileOneIsGivenAndEndsWithTheLastByte() {
    new Pulled(most -> ByteBuffer.allocate((int) Math.min(most, 3)), 8).subscribe(subscriber);
    subscription.orElseThrow().request(1);
    assertThat(heard).containsExactly("3");
    subscription.orElseThrow().request(1);
    assertThat(heard).containsExactly("3", "3", "2", "over");
    subscription.orElseThrow().request(Long.MAX_VALUE);
    assertThat(heard).hasSize(4);
  }

  @Test
  void whatCannotBeReadEndsTheBodyOnce() {
    new Pulled(
            _ -> {
              throw new IOException("cut");
            },
            8)
        .subscribe(subscriber);
    subscription.orElseThrow().request(5);
    assertThat(heard).containsExactly("cut");
  }

  @Test
  void bytesArriveInOrderAndAreSkippedOverBuffers() throws Exception {
    var arrivals =
        new Arrivals(
            cut(
                "over",
                List.of(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.allocate(0)),
                List.of(ByteBuffer.wrap(new byte[] {3, 4, 5}))),
            Duration.ofMinutes(1));
    arrivals.skip(3);
    ByteBuffer rest = arrivals.next().orElseThrow();
    assertThat(rest).isEqualTo(ByteBuffer.wrap(new byte[] {4, 5}));
    assertThatThrownBy(arrivals::next).hasMessage("over");
    assertThat(arrivals.next()).isEmpty();
    assertThatThrownBy(() -> arrivals.skip(1)).isInstanceOf(EOFException.class);
  }

  @Test
  void aCutIsToldAfterWhatCameBeforeItAndSilenceIsACut() throws Exception {
    var arrivals =
        new Arrivals(cut("reset", List.of(ByteBuffer.wrap(new byte[] {1}))), Duration.ofMinutes(1));
    assertThat(arrivals.next()).isPresent();
    assertThatThrownBy(arrivals::next).hasMessage("reset");
    try (var silent = new SubmissionPublisher<List<ByteBuffer>>()) {
      assertThatThrownBy(new Arrivals(silent, Duration.ofMillis(20))::next)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nothing came");
    }
  }

  /// A body that is cut after these buffers; the JDK's own publisher tells of the cut ahead of them
  /// when it is in a hurry.
  @SafeVarargs
  private static Flow.Publisher<List<ByteBuffer>> cut(String why, List<ByteBuffer>... buffers) {
    return subscriber -> {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
          });
      for (List<ByteBuffer> some : buffers) {
        subscriber.onNext(some);
      }
      subscriber.onError(new IOException(why));
    };
  }
}
