package io.bowline.control.edge.oci;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A response's body for a blocking writer: it waits while the client does not read.
final class ResponseBody extends OutputStream {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpServerResponse response;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean broken;

  private ResponseBody(HttpServerResponse response) {
    this.response = response;
  }

  /// Takes over a response's body; on the event loop, before anything was written.
  static ResponseBody of(HttpServerResponse response) {
    ResponseBody body = new ResponseBody(response);
    response.drainHandler(_ -> body.wake(false));
    response.exceptionHandler(_ -> body.wake(true));
    response.closeHandler(_ -> body.wake(true));
    return body;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    awaitRoom();
    response.write(Buffer.buffer(length).appendBytes(bytes, offset, length));
  }

  private void awaitRoom() throws IOException {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      while (!broken && !response.closed() && response.writeQueueFull()) {
        if (left <= 0) {
          throw new ClientGone("the client read nothing for " + PATIENCE);
        }
        // bounded, since the queue may have drained before this thread began to wait
        left -= TimeUnit.MILLISECONDS.toNanos(200) - Math.max(0, changed.awaitNanos(200_000_000));
      }
      if (broken || response.closed()) {
        throw new ClientGone("the client went away");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while a client was reading");
    } finally {
      lock.unlock();
    }
  }

  private void wake(boolean forever) {
    lock.lock();
    try {
      broken |= forever;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
