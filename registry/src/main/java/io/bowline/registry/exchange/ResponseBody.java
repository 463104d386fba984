package io.bowline.registry.exchange;

import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A response's body for a blocking writer: it waits while the client does not read.
///
/// A few pieces of memory go round between the writer and the socket. They are all that a client
/// costs who reads slowly. What the socket took is the measure; `writeQueueFull` is none from this
/// side, as writes of another thread wait where it does not see them.
final class ResponseBody extends OutputStream {
  private static final int PIECE = 32 * 1024;
  private static final int PIECES = 3;

  private final HttpServerResponse response;
  private final Duration patience;
  private final LinkedBlockingQueue<byte[]> free = new LinkedBlockingQueue<>();
  private int made;
  private volatile boolean broken;

  private ResponseBody(HttpServerResponse response, Duration patience) {
    this.response = response;
    this.patience = patience;
  }

  /// Takes over a response's body; on the event loop, before anything was written.
  ///
  /// @param patience how long a client may read nothing
  static ResponseBody of(HttpServerResponse response, Duration patience) {
    ResponseBody body = new ResponseBody(response, patience);
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
    for (int done = 0; done < length; done += PIECE) {
      byte[] piece = awaitPiece();
      int fits = Math.min(PIECE, length - done);
      System.arraycopy(bytes, offset + done, piece, 0, fits);
      hand(piece, fits);
    }
  }

  /// Writes so many bytes of a stream, which are read into the pieces themselves.
  void copy(InputStream from, long length) throws IOException {
    long left = length;
    while (left > 0) {
      byte[] piece = awaitPiece();
      int read = from.read(piece, 0, (int) Math.min(PIECE, left));
      if (read < 0) {
        throw new EOFException("what is stored ended " + left + " bytes early");
      }
      hand(piece, read);
      left -= read;
    }
  }

  /// Waits until the socket has taken all.
  @Override
  public void flush() throws IOException {
    for (int i = made; i > 0; i--) {
      awaitFree();
    }
    made = 0;
  }

  // the one way of this Vert.x to send memory without a copy of it
  @SuppressWarnings("deprecation")
  private void hand(byte[] piece, int length) {
    response
        .write(Buffer.buffer(Unpooled.wrappedBuffer(piece, 0, length)))
        .onComplete(taken -> taken(piece, taken));
  }

  private void taken(byte[] piece, AsyncResult<Void> taken) {
    if (taken.failed()) {
      broken = true;
    }
    free.add(piece);
  }

  private byte[] awaitPiece() throws IOException {
    if (made < PIECES && free.isEmpty() && !broken) {
      made++;
      return new byte[PIECE];
    }
    return awaitFree();
  }

  private byte[] awaitFree() throws IOException {
    try {
      byte @Nullable [] piece = free.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (piece == null) {
        throw new ClientGone("the client read nothing for " + patience);
      }
      if (broken) {
        throw new ClientGone("the client went away");
      }
      return piece;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while a client was reading");
    }
  }

  private void breakOff() {
    broken = true;
    free.add(new byte[0]);
  }
}
