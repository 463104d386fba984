package io.bowline.registry.exchange;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A request's body for a blocking reader: the client sends as fast as the reader reads, since no
/// more is asked of the connection than a few pieces ahead.
final class RequestBody extends InputStream {
  private static final int AHEAD = 8;

  private sealed interface Piece {
    record Bytes(Buffer buffer) implements Piece {}

    record End() implements Piece {}

    record Broken(Throwable cause) implements Piece {}
  }

  private final HttpServerRequest request;
  private final Context context;
  private final Duration patience;
  private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private Buffer current = Buffer.buffer();
  private int position;
  private int untilAskedAgain;
  private boolean begun;
  private boolean ended;

  /// Whether the connection has given all there will be; only on the event loop.
  private boolean arrived;

  private RequestBody(HttpServerRequest request, Context context, Duration patience) {
    this.request = request;
    this.context = context;
    this.patience = patience;
  }

  /// Takes over a request's body; on the event loop, before anything of it was read.
  ///
  /// @param patience how long a client may send nothing
  static RequestBody of(HttpServerRequest request, Context context, Duration patience) {
    request.pause();
    RequestBody body = new RequestBody(request, context, patience);
    request.handler(buffer -> body.pieces.add(new Piece.Bytes(buffer)));
    request.endHandler(_ -> body.arrive());
    request.exceptionHandler(body::breakOff);
    return body;
  }

  private void arrive() {
    arrived = true;
    pieces.add(new Piece.End());
  }

  /// What came before the break is not lost by HTTP/1.1: it is asked for, and the break stands
  /// behind it. By HTTP/2 whoever takes a request back takes back what is on its way.
  private void breakOff(Throwable cause) {
    if (!arrived && request.version() != HttpVersion.HTTP_2) {
      request.resume();
    }
    arrived = true;
    context.runOnContext(_ -> pieces.add(new Piece.Broken(cause)));
  }

  /// Whether the whole body was read.
  boolean ended() {
    return ended;
  }

  /// Whether the client sends nothing before it is told to go on.
  boolean waitsForInvitation() {
    return !begun && expectsInvitation();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == current.length()) {
      if (ended || !next()) {
        return -1;
      }
    }
    int count = Math.min(length, current.length() - position);
    current.getBytes(position, position + count, bytes, offset);
    position += count;
    return count;
  }

  private boolean next() throws IOException {
    ask();
    return switch (await()) {
      case Piece.Bytes(Buffer buffer) -> {
        current = buffer;
        position = 0;
        yield true;
      }
      case Piece.End _ -> {
        ended = true;
        yield false;
      }
      case Piece.Broken(Throwable cause) ->
          throw new ClientGone("the client broke off its upload", cause);
    };
  }

  private void ask() {
    if (!begun) {
      begun = true;
      if (expectsInvitation()) {
        request.response().writeContinue();
      }
      context.runOnContext(_ -> fetch(2 * AHEAD));
      untilAskedAgain = AHEAD;
    } else if (--untilAskedAgain == 0) {
      context.runOnContext(_ -> fetch(AHEAD));
      untilAskedAgain = AHEAD;
    }
  }

  /// Over HTTP/2 a body that has ended may not be asked for more.
  private void fetch(int more) {
    if (!arrived) {
      request.fetch(more);
    }
  }

  private boolean expectsInvitation() {
    return "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
  }

  private Piece await() throws IOException {
    try {
      @Nullable Piece piece = pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (piece == null) {
        throw new ClientGone("the client sent nothing for " + patience);
      }
      return piece;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while a client was sending");
    }
  }
}
