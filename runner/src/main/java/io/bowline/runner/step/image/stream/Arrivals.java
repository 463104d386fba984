package io.bowline.runner.step.image.stream;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// The body of an answer as it arrives, in the buffers that it arrives in. More is asked for only
/// when something was taken, so whoever is slow slows the sender.
public final class Arrivals implements AutoCloseable {
  private static final int AHEAD = 2;

  /// A text of an error has no more buffers, nor bytes.
  private static final int FEW = 4;

  private static final int LONGEST = 64 << 10;

  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(AHEAD + 1);
  private final Deque<ByteBuffer> taken = new ArrayDeque<>();
  private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>(NONE);
  private final Duration silence;
  private boolean over;

  /// Nothing to ask for any more, or not yet.
  private static final Flow.Subscription NONE =
      new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
      };

  private sealed interface Signal {
    record Bytes(List<ByteBuffer> buffers) implements Signal {}

    record Over() implements Signal {}

    record Cut(Throwable why) implements Signal {}
  }

  /// @param silence a sender that says nothing for so long is given up
  public Arrivals(Flow.Publisher<List<ByteBuffer>> body, Duration silence) {
    this.silence = silence;
    body.subscribe(new Inbox());
  }

  /// The next bytes; nothing at the end.
  ///
  /// @throws IOException when the connection was cut, or is silent
  public Optional<ByteBuffer> next() throws IOException, InterruptedException {
    while (taken.isEmpty()) {
      if (over) {
        return Optional.empty();
      }
      take();
    }
    return Optional.of(taken.removeFirst());
  }

  /// Gives back what was not used of the bytes taken last.
  public void back(ByteBuffer rest) {
    taken.addFirst(rest);
  }

  private void take() throws IOException, InterruptedException {
    Signal signal = signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    if (signal == null) {
      throw new HttpTimeoutException("nothing came for " + silence.toSeconds() + " s");
    }
    switch (signal) {
      case Signal.Bytes(List<ByteBuffer> buffers) -> {
        subscription.get().request(1);
        for (ByteBuffer buffer : buffers) {
          if (buffer.hasRemaining()) {
            taken.addLast(buffer);
          }
        }
      }
      case Signal.Over _ -> over = true;
      case Signal.Cut(Throwable why) -> {
        over = true;
        throw why instanceof IOException cut ? cut : new IOException(why);
      }
    }
  }

  /// Leaves out bytes at the beginning.
  ///
  /// @throws EOFException when there are fewer
  public void skip(long bytes) throws IOException, InterruptedException {
    long left = bytes;
    while (left > 0) {
      ByteBuffer next =
          next().orElseThrow(() -> new EOFException("the body ends before the bytes wanted"));
      if (next.remaining() > left) {
        back(next.position(next.position() + Math.toIntExact(left)));
        return;
      }
      left -= next.remaining();
    }
  }

  /// What comes first, as far as it is the text of an error; wants no more after that.
  public byte[] words() throws InterruptedException {
    var words = new ByteArrayOutputStream();
    try (this) {
      for (int i = 0; i < FEW; i++) {
        Optional<ByteBuffer> next = next();
        if (next.isEmpty()) {
          break;
        }
        var part = new byte[Math.min(next.get().remaining(), LONGEST - words.size())];
        next.get().get(part);
        words.writeBytes(part);
      }
    } catch (IOException _) {
      // cut: what came before is all that is known
    }
    return words.toByteArray();
  }

  /// Wants no more; the connection ends when more would come.
  @Override
  public void close() {
    subscription.getAndSet(NONE).cancel();
  }

  private final class Inbox implements Flow.Subscriber<List<ByteBuffer>> {
    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.set(given);
      given.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      signals.add(new Signal.Bytes(buffers));
    }

    @Override
    public void onError(Throwable why) {
      signals.add(new Signal.Cut(why));
    }

    @Override
    public void onComplete() {
      signals.add(new Signal.Over());
    }
  }
}
