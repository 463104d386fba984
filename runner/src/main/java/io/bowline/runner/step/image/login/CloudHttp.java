package io.bowline.runner.step.image.login;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bowline.runner.step.image.flow.Patience;
import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Short calls to a cloud, for one registry: never redirected, with a patience that ends.
final class CloudHttp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 256 << 10;
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

  private final String registry;
  private final HttpClient client;
  private final Patience patience;

  /// @param client must not follow redirects
  CloudHttp(String registry, HttpClient client, Patience patience) {
    this.registry = registry;
    this.client = client;
    this.patience = patience;
  }

  /// Makes a request; each try may need another signature.
  @FunctionalInterface
  interface Asking {
    HttpRequest.Builder request() throws IOException;
  }

  /// What was answered.
  record Reply(int status, String text) {
    boolean ok() {
      return status == 200 || status == 201;
    }

    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JacksonException e) {
        // the caller misses its field and says so
        return MissingNode.getInstance();
      }
    }

    /// The error's name, as the clouds have it in one of several places.
    String error() {
      JsonNode json = json();
      for (String place : new String[] {"/__type", "/error", "/code", "/errors/0/code"}) {
        JsonNode found = json.at(place);
        if (found.isTextual()) {
          return found.asText().substring(found.asText().indexOf('#') + 1);
        }
      }
      return "";
    }
  }

  /// Asks until there is an answer that is not "later".
  ///
  /// @param what is asked, for messages
  Reply ask(String what, Asking asking) throws IOException, InterruptedException {
    Patience.Tries tries = patience.begin();
    while (true) {
      Optional<String> retryAfter = Optional.empty();
      String why;
      try {
        HttpRequest request = asking.request().timeout(WITHIN).build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        Reply reply = read(answer);
        if (!isLater(reply)) {
          return reply;
        }
        retryAfter = answer.headers().firstValue("Retry-After");
        why = "answered " + reply.status() + " " + reply.error();
      } catch (RegistryException e) {
        throw e;
      } catch (IOException e) {
        why = "failed: " + Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
      }
      var later =
          RegistryException.passing(
              "%s for the registry %s %s, %d times"
                  .formatted(what, registry, why.strip(), tries.failed() + 1));
      if (!tries.again(later, retryAfter)) {
        throw later;
      }
    }
  }

  /// An answer that is needed, or why there is none.
  ///
  /// @param todo what a person can do about a refusal
  Reply needed(String what, String todo, Asking asking) throws IOException, InterruptedException {
    Reply reply = ask(what, asking);
    if (!reply.ok()) {
      throw refusal(what, todo, reply);
    }
    return reply;
  }

  /// What was refused, of which registry, and what to do.
  RegistryException refusal(String what, String todo, Reply reply) {
    return RegistryException.lasting(
        "%s for the registry %s was refused (%s): %s"
            .formatted(what, registry, (reply.status() + " " + reply.error()).strip(), todo));
  }

  /// A field that is needed.
  String field(String what, Reply reply, String pointer) throws RegistryException {
    String text = reply.json().at(pointer).asText("");
    if (text.isEmpty()) {
      throw RegistryException.lasting(
          "%s for the registry %s answered without %s".formatted(what, registry, pointer));
    }
    return text;
  }

  String registry() {
    return registry;
  }

  /// A form's body.
  static HttpRequest.Builder form(URI address, String... namesAndValues) {
    var body = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      body.append(body.isEmpty() ? "" : "&")
          .append(namesAndValues[i])
          .append('=')
          .append(java.net.URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
    }
    return HttpRequest.newBuilder(address)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  private Reply read(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        throw RegistryException.lasting(
            "%s, asked for the registry %s, answers without end"
                .formatted(answer.uri().getHost(), registry));
      }
      return new Reply(answer.statusCode(), new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static boolean isLater(Reply reply) {
    return PASSING.contains(reply.status())
        || reply.error().startsWith("Throttling")
        || reply.error().startsWith("TooManyRequests");
  }
}
