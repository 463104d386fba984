package io.bowline.registry.exchange;

import io.bowline.registry.OciRequest;
import io.bowline.registry.OciResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/// A request of the event loop in the hands of a virtual thread.
public final class Exchange {
  /// How long a client may neither send nor read before it is given up, unless told otherwise.
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final long LONGEST_DRAIN = 16 * 1024 * 1024;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final HttpServerRequest request;
  private final RequestBody received;
  private final ResponseBody writer;

  private Exchange(HttpServerRequest request, RequestBody received, ResponseBody writer) {
    this.request = request;
    this.received = received;
    this.writer = writer;
  }

  /// Takes over a request; on the event loop, before anything of it was read.
  ///
  /// @param patience how long the client may neither send nor read
  public static Exchange of(HttpServerRequest request, Vertx vertx, Duration patience) {
    return new Exchange(
        request,
        RequestBody.of(request, vertx.getOrCreateContext(), patience),
        ResponseBody.of(request.response(), patience));
  }

  /// The request that was taken over.
  public HttpServerRequest request() {
    return request;
  }

  /// The response to it.
  public HttpServerResponse response() {
    return request.response();
  }

  /// The path as it came, not decoded.
  public String path() {
    String uri = request.uri();
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /// What was received, as the registry wants it.
  public OciRequest asRequest() {
    return asRequest(received);
  }

  /// The same with another body.
  public OciRequest asRequest(InputStream body) {
    return new OciRequest(request.method().name(), path(), query(), headers(), body);
  }

  /// The request's body for a blocking reader.
  public InputStream received() {
    return received;
  }

  /// The response's body for a blocking writer, once its head is set.
  public OutputStream sent() {
    return writer;
  }

  /// Answers. A whole file goes from the disk to the socket by the kernel where nothing has to be
  /// done to its bytes on the way.
  public void send(OciResponse answer) throws IOException {
    head(answer);
    boolean whole = answer.hasBody() && !request.isSSL() && version1();
    boolean sent =
        whole
            && answer.file().isPresent()
            && sendFile(answer.file().get(), answer.offset(), answer.length());
    if (!sent) {
      writer.copy(answer.body(), answer.hasBody() ? answer.length() : 0);
      end();
    }
  }

  /// Sets status and headers of the answer, having taken in what the client of a refused request
  /// still sends, within bounds: closing on it resets its connection, and the refusal on its way to
  /// it is lost.
  public void head(OciResponse answer) throws IOException {
    if (answer.status() >= 400 && mayHaveBody() && !received.waitsForInvitation()) {
      received.skip(LONGEST_DRAIN);
    }
    response().setStatusCode(answer.status());
    answer.headers().forEach(response()::putHeader);
    if (answer.status() != NO_CONTENT && answer.status() != NOT_MODIFIED) {
      response().putHeader("Content-Length", Long.toString(answer.length()));
    }
  }

  /// Ends the answer. A body that was not read to its end is not waited for: the connection goes,
  /// so that a refused upload costs little more than it sent.
  public void end() {
    boolean unread = !received.ended() && mayHaveBody();
    if (!unread) {
      response().end();
    } else if (version1()) {
      response().end().onComplete(_ -> request.connection().close());
    } else {
      response().end();
      response().reset();
    }
  }

  /// Breaks off an answer that cannot be completed, so that nobody takes a part for the whole.
  public void breakOff() {
    if (!response().reset()) {
      request.connection().close();
    }
  }

  /// Says no, with nothing sent, where the file lost its name since it was opened.
  private boolean sendFile(Path file, long offset, long length) throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    response()
        .sendFile(file.toString(), offset, length)
        .onComplete(taken -> {
          failure.set(taken.cause());
          done.countDown();
        });
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while a client was reading");
    }
    if (failure.get() != null && response().headWritten()) {
      throw new ClientGone("the client went away", failure.get());
    }
    return failure.get() == null;
  }

  private String query() {
    String uri = request.uri();
    int query = uri.indexOf('?');
    return query < 0 ? "" : uri.substring(query + 1);
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }

  private boolean version1() {
    return request.version() != HttpVersion.HTTP_2;
  }

  private boolean mayHaveBody() {
    String length = request.getHeader("Content-Length");
    return length == null ? request.getHeader("Transfer-Encoding") != null : !length.equals("0");
  }
}
