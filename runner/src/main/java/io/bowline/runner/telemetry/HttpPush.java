package io.bowline.runner.telemetry;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.telemetry.spool.Batch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// One POST over mutual TLS.
///
/// @param client with the certificate that is valid now
/// @param target full address
/// @param headers beside those of the HTTP client
public record HttpPush(
    Supplier<HttpClient> client,
    URI target,
    Map<String, String> headers,
    Function<Batch, byte[]> encode)
    implements Push {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MESSAGE_LIMIT = 300;

  @Override
  public Answer send(Batch batch) throws InterruptedException {
    byte[] body = encode.apply(batch);
    var request =
        HttpRequest.newBuilder(target)
            .timeout(TIMEOUT)
            // the same bytes again, after a lost answer, have the same name and are kept once
            .header("X-Bowline-Batch", Digest.of(body).toString())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      return judge(client.get().send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      return new Answer.Later(target + " cannot be reached: " + e, Duration.ZERO);
    }
  }

  private Answer judge(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return new Answer.Taken();
    }
    String why = "%s answered %d %s".formatted(target, status, text(response.body()));
    // 401 and 403 heal when the certificate is renewed; so they are no judgement on the batch
    return status == 429 || status == 408 || status == 401 || status == 403 || status / 100 == 5
        ? new Answer.Later(why, retryAfter(response))
        : new Answer.Refused(why);
  }

  private static String text(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    return text.length() > MESSAGE_LIMIT ? text.substring(0, MESSAGE_LIMIT) + "…" : text;
  }

  private static Duration retryAfter(HttpResponse<byte[]> response) {
    Optional<String> seconds = response.headers().firstValue("Retry-After");
    return seconds
        .filter(value -> value.matches("[0-9]{1,4}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(Duration.ZERO);
  }
}
