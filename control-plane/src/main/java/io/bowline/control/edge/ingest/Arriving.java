package io.bowline.control.edge.ingest;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A body on its way in, on the event loop: no thread waits for it. It is bounded in size, in time,
/// and together with all others that are arriving.
final class Arriving {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final HttpServerRequest request;
  private final Bounds bounds;
  private final Taker taker;
  private Buffer body = Buffer.buffer();
  private boolean over;

  private Arriving(HttpServerRequest request, Bounds bounds, Taker taker) {
    this.request = request;
    this.bounds = bounds;
    this.taker = taker;
  }

  /// Bounds for the bodies of one port.
  ///
  /// @param time from the first byte to the last
  /// @param room bytes that all bodies together may still take
  record Bounds(Vertx vertx, Duration time, AtomicLong room) {}

  /// Gets the body when it is whole, or why it is not taken; one of the two, once.
  interface Taker {
    /// Here it is.
    ///
    /// @param done to be run when the body is needed no more
    void whole(byte[] body, Runnable done);

    void refused(BadPush why);

    /// The client was too slow: answered, then cut off.
    void late(Duration after);
  }

  static void receive(HttpServerRequest request, Bounds bounds, Taker taker) {
    new Arriving(request, bounds, taker).begin();
  }

  private void begin() {
    long timer = bounds.vertx().setTimer(bounds.time().toMillis(), _ -> late());
    request.handler(this::chunk);
    request.endHandler(_ -> {
      bounds.vertx().cancelTimer(timer);
      end();
    });
    request.exceptionHandler(_ -> {
      bounds.vertx().cancelTimer(timer);
      giveUp();
    });
  }

  private void chunk(Buffer chunk) {
    if (over) {
      return;
    }
    if (body.length() + chunk.length() > Body.MAX_COMPRESSED) {
      refuse(BadPush.tooLarge("the body", Body.MAX_COMPRESSED));
    } else if (bounds.room().addAndGet(-chunk.length()) < 0) {
      bounds.room().addAndGet(chunk.length());
      refuse(BadPush.unavailable("too much is arriving at once; send this again", SOON));
    } else {
      body.appendBuffer(chunk);
    }
  }

  private void end() {
    if (!over) {
      over = true;
      int size = body.length();
      taker.whole(body.getBytes(), () -> bounds.room().addAndGet(size));
    }
  }

  /// What comes of it still is not kept; at the end of its time the connection is cut.
  private void refuse(BadPush why) {
    giveUp();
    taker.refused(why);
  }

  private void late() {
    boolean answered = over;
    giveUp();
    if (answered) {
      request.connection().close();
    } else {
      taker.late(bounds.time());
    }
  }

  private void giveUp() {
    if (!over) {
      over = true;
      bounds.room().addAndGet(body.length());
      body = Buffer.buffer();
    }
  }
}
