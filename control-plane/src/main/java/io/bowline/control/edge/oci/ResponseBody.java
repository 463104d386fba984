package io.bowline.control.edge.oci;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A response's body for a blocking writer: it waits while the client does not read.
///
/// The measure is what the socket took. `writeQueueFull` is none from this side: writes of another
/// thread wait as tasks of the event loop, where it does not see them, and a blob would pile up
/// there whole.
final class ResponseBody extends OutputStream {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PIECES_UNDER_WAY = 4;

  private final HttpServerResponse response;
  private final Semaphore room = new Semaphore(PIECES_UNDER_WAY);
  private volatile boolean broken;

  private ResponseBody(HttpServerResponse response) {
    this.response = response;
  }

  /// Takes over a response's body; on the event loop, before anything was written.
  static ResponseBody of(HttpServerResponse response) {
    ResponseBody body = new ResponseBody(response);
    response.exceptionHandler(_ -> body.breakOff());
    response.closeHandler(_ -> body.breakOff());
    return body;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    awaitRoom();
    response
        .write(Buffer.buffer(length).appendBytes(bytes, offset, length))
        .onComplete(taken -> {
          broken |= taken.failed();
          room.release();
        });
  }

  private void awaitRoom() throws IOException {
    try {
      if (!room.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ClientGone("the client read nothing for " + PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while a client was reading");
    }
    if (broken) {
      throw new ClientGone("the client went away");
    }
  }

  private void breakOff() {
    broken = true;
    room.release(PIECES_UNDER_WAY);
  }
}
