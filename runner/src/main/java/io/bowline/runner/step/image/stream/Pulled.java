package io.bowline.runner.step.image.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/// So many bytes of something that goes on, as the body of a request: read when the connection
/// wants more, on its thread.
public final class Pulled implements Flow.Publisher<ByteBuffer> {
  private final Bytes from;
  private final long length;

  /// Where the bytes come from.
  public interface Bytes {
    /// Some bytes, at least one and at most so many; the buffer is the taker's.
    ByteBuffer next(long most) throws IOException, InterruptedException;
  }

  /// @param length at least one byte
  public Pulled(Bytes from, long length) {
    this.from = from;
    this.length = length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Pull(subscriber));
  }

  private final class Pull implements Flow.Subscription {
    private final AtomicLong wanted = new AtomicLong();
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private volatile boolean over;
    private long left = length;

    Pull(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    /// Who asks while another asks, or is being given, lets that one give more.
    @Override
    public void request(long more) {
      if (more <= 0) {
        over = true;
        subscriber.onError(new IllegalArgumentException("asked for " + more + " buffers"));
        return;
      }
      if (wanted.getAndUpdate(before -> sum(before, more)) > 0) {
        return;
      }
      while (!over) {
        give();
        if (wanted.decrementAndGet() == 0) {
          return;
        }
      }
    }

    private static long sum(long before, long more) {
      return before + Math.min(more, Long.MAX_VALUE - before);
    }

    private void give() {
      try {
        ByteBuffer bytes = from.next(left);
        left -= bytes.remaining();
        over = left == 0;
        boolean last = over;
        subscriber.onNext(bytes);
        if (last) {
          subscriber.onComplete();
        }
      } catch (IOException e) {
        over = true;
        subscriber.onError(e);
      } catch (InterruptedException e) {
        over = true;
        Thread.currentThread().interrupt();
        subscriber.onError(new InterruptedIOException("the transfer was stopped"));
      }
    }

    @Override
    public void cancel() {
      over = true;
    }
  }
}
