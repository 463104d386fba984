package io.bowline.release.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Sends requests to one registry, answers its challenges, and bounds its answers.
final class RegistryHttp {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MAX_TOKEN_BYTES = 64 * 1024;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final HttpClient http;
  private final URI base;
  private final Login login;
  private final Redirects redirects;
  private final Map<String, String> authorizations = new ConcurrentHashMap<>();

  RegistryHttp(HttpClient http, URI base, Login login) {
    this.http = http;
    this.base = base;
    this.login = login;
    this.redirects = new Redirects(base, http);
  }

  /// An answer whose body is bounded and read.
  @SuppressWarnings("ArrayRecordComponent") // handed on at once
  record Answer(int status, HttpResponse<InputStream> response, byte[] body) {
    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }
  }

  /// Resolves a location that the registry gave; it must stay with the registry's scheme.
  URI resolve(String location) throws RegistryRefused {
    URI target;
    try {
      target = base.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new RegistryRefused(0, "the registry gave an address that is none");
    }
    if (!String.valueOf(target.getScheme()).equals(base.getScheme())) {
      throw new RegistryRefused(0, "the registry gave an address of another kind: " + target);
    }
    return target;
  }

  /// Sends; once more with credentials when the registry asks for them.
  ///
  /// @param scope under which an authorization is remembered
  /// @param max bytes of body; more are an error
  Answer send(String scope, HttpRequest.Builder request, long max) throws IOException {
    return admitted(scope, request, (response, body) -> whole(response, body, max));
  }

  /// The same for a large body: what a 200 brings is written on, anything else is read as above.
  ///
  /// @param size exactly so many bytes
  Answer stream(String scope, HttpRequest.Builder request, long size, long max, OutputStream to)
      throws IOException {
    return admitted(
        scope,
        request,
        (response, body) ->
            response.statusCode() == 200
                ? piped(response, body, size, to)
                : whole(response, body, max));
  }

  /// What becomes of a response's body.
  private interface Reading {
    Answer of(HttpResponse<InputStream> response, InputStream body) throws IOException;
  }

  private Answer admitted(String scope, HttpRequest.Builder request, Reading reading)
      throws IOException {
    request.timeout(PATIENCE);
    String known = authorizations.get(scope);
    Answer first = once(known == null ? request : authorized(request, known), reading);
    if (first.status() != 401) {
      return first;
    }
    Optional<String> authorization = answer(first.header("WWW-Authenticate").orElse(""));
    if (authorization.isEmpty()) {
      return first;
    }
    authorizations.put(scope, authorization.get());
    return once(authorized(request, authorization.get()), reading);
  }

  private static HttpRequest.Builder authorized(HttpRequest.Builder request, String value) {
    return request.copy().setHeader("Authorization", value);
  }

  private Answer once(HttpRequest.Builder request, Reading reading) throws IOException {
    HttpRequest ready = request.build();
    try {
      HttpClient client = http;
      for (int hops = 0; true; hops++) {
        HttpResponse<InputStream> response =
            client.send(ready, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
          Optional<HttpRequest> next =
              hops < Redirects.MOST ? redirects.next(ready, response) : Optional.empty();
          if (next.isEmpty()) {
            return reading.of(response, body);
          }
          ready = next.get();
          client = redirects.clientFor(ready.uri());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + ready.uri().getHost(), e);
    }
  }

  private static Answer whole(HttpResponse<InputStream> response, InputStream in, long max)
      throws IOException {
    byte[] body = in.readNBytes((int) Math.min(max + 1, Integer.MAX_VALUE - 8));
    if (body.length > max) {
      throw new RegistryRefused(
          response.statusCode(), response.uri() + " answers with more than " + max + " bytes");
    }
    return new Answer(response.statusCode(), response, body);
  }

  private static Answer piped(
      HttpResponse<InputStream> response, InputStream body, long size, OutputStream to)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = size;
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      left -= n;
      if (left < 0) {
        break;
      }
      to.write(buffer, 0, n);
    }
    if (left != 0) {
      throw new RegistryRefused(
          0, "%s does not answer with %d bytes".formatted(response.uri(), size));
    }
    return new Answer(200, response, new byte[0]);
  }

  private Optional<String> answer(String header) throws IOException {
    return switch (login) {
      case Login.Bearer bearer -> Optional.of(bearer.header());
      case Login.Anonymous _ -> token(header, Optional.empty());
      case Login.Basic basic ->
          Challenge.read(header).filter(c -> c instanceof Challenge.Basic).isPresent()
              ? Optional.of(basic.header())
              : token(header, Optional.of(basic));
    };
  }

  private Optional<String> token(String header, Optional<Login.Basic> basic) throws IOException {
    if (!(Challenge.read(header).orElse(null) instanceof Challenge.Bearer bearer)) {
      return Optional.empty();
    }
    if (base.getScheme().equals("https") && !"https".equals(bearer.realm().getScheme())) {
      throw new RegistryRefused(
          401, "the registry asks to log in without TLS at " + bearer.realm().getHost());
    }
    HttpRequest.Builder question = HttpRequest.newBuilder(bearer.question()).timeout(PATIENCE);
    basic.ifPresent(b -> question.setHeader("Authorization", b.header()));
    Answer answer = once(question, (response, body) -> whole(response, body, MAX_TOKEN_BYTES));
    if (answer.status() != 200) {
      throw new RegistryRefused(
          answer.status(),
          "the registry's login at " + bearer.realm().getHost() + " says " + answer.status());
    }
    try {
      var body = JSON.readTree(answer.body());
      String token = body.path("token").asText(body.path("access_token").asText());
      return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    } catch (JsonProcessingException e) {
      throw new RegistryRefused(200, "the registry's login gives no token");
    }
  }
}
