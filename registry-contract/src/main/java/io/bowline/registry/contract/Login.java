package io.bowline.registry.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client signs in with where a registry asks for a pass.
public record Login(String user, String password) {
  private static final Pattern PART = Pattern.compile("(realm|service|scope)=\"([^\"]*)\"");

  /// Gets a pass for just what the challenge names.
  String pass(HttpClient http, String challenge) {
    String realm = "";
    StringBuilder query = new StringBuilder("?account=").append(user);
    Matcher parts = PART.matcher(challenge);
    while (parts.find()) {
      if (parts.group(1).equals("realm")) {
        realm = parts.group(2);
      } else {
        String value = URLEncoder.encode(parts.group(2), UTF_8);
        query.append('&').append(parts.group(1)).append('=').append(value);
      }
    }
    assertThat(challenge).startsWith("Bearer ");
    HttpResponse<byte[]> answer = get(http, URI.create(realm + query));
    assertThat(answer.statusCode()).as(OciClient.text(answer)).isEqualTo(200);
    return OciClient.json(answer).path("token").asText();
  }

  private HttpResponse<byte[]> get(HttpClient http, URI address) {
    String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Basic " + pair)
            .timeout(Duration.ofSeconds(60))
            .build();
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return user;
  }
}
