package io.bowline.runner.step.image;

import io.bowline.runner.step.image.stream.QuickCiphers;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// How requests get to one registry. Where it offers HTTP/2 over TLS the many small ones share a
/// connection. What is large goes by HTTP/1.1: many connections are decrypted by many processors,
/// and none of them reads ahead of who takes the bytes.
final class Line {
  private static final Duration A_LITTLE = Duration.ofSeconds(2);

  /// More is not sent by HTTP/2, where a server lets in 64 KiB for all requests together until it
  /// has been heard of again, unless it says otherwise.
  private static final long SMALL = 32 << 10;

  /// A connection that ends takes many requests with it; more failures in a row are not one
  /// connection's fault.
  private static final int ENOUGH = 100;

  /// The words of the JDK's client, which has no type for it.
  private static final String CROWDED = "too many concurrent streams";

  private final AtomicInteger failures = new AtomicInteger();
  private final RegistryAccess access;
  private final Duration answerWithin;

  Line(RegistryAccess access, Duration answerWithin) {
    this.access = access;
    this.answerWithin = answerWithin;
  }

  /// Sends once. What finds no room on the connection that is shared goes by one of its own.
  ///
  /// @param authorization the header
  <T> HttpResponse<T> send(Ask ask, Optional<String> authorization, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    Version version = version(ask);
    try {
      HttpResponse<T> response = sent(ask, authorization, version, handler);
      if (response.version() == Version.HTTP_2) {
        failures.set(0);
      }
      return response;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains(CROWDED)) {
        return sent(ask, authorization, Version.HTTP_1_1, handler);
      }
      failures.addAndGet(version == Version.HTTP_2 ? 1 : 0);
      throw e;
    }
  }

  private Version version(Ask ask) {
    boolean shares =
        !ask.alone()
            && ask.repeatable()
            && ask.body().contentLength() <= SMALL
            && overTls(ask)
            && failures.get() < ENOUGH;
    return shares ? Version.HTTP_2 : Version.HTTP_1_1;
  }

  private static boolean overTls(Ask ask) {
    return "https".equals(ask.uri().getScheme());
  }

  /// The client's own time limit ends with the head of an answer; a body that never ends, or never
  /// begins, is cut here.
  private <T> HttpResponse<T> sent(
      Ask ask, Optional<String> authorization, Version version, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    if (overTls(ask)) {
      boolean _ = QuickCiphers.use();
    }
    Duration within = ask.once().orElse(answerWithin);
    var request =
        HttpRequest.newBuilder(ask.uri())
            .version(version)
            .timeout(within)
            .method(ask.method(), ask.body());
    ask.headers().forEach(request::header);
    authorization.ifPresent(value -> request.header("Authorization", value));
    Future<HttpResponse<T>> answer =
        access.clientFor(ask.uri()).sendAsync(request.build(), handler);
    boolean over = false;
    try {
      HttpResponse<T> response =
          answer.get(within.plus(A_LITTLE).toMillis(), TimeUnit.MILLISECONDS);
      over = true;
      return response;
    } catch (ExecutionException e) {
      over = true;
      throw e.getCause() instanceof IOException cut ? cut : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + within.toSeconds() + " s");
    } finally {
      if (!over) {
        answer.cancel(true);
      }
    }
  }
}
