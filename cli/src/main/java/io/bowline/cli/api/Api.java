package io.bowline.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Profile;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The REST API of one server.
public final class Api {
  private static final int MAX_BYTES = 32 * 1024 * 1024;
  private static final int PAGE = 200;

  /// As lists of sessions and the audit show it.
  private static final String PROGRAM =
      "bowline/0.1.0 (%s)".formatted(System.getProperty("os.name"));

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final HttpClient http;
  private final Profile profile;
  private final Shell shell;
  private @Nullable String organization;

  public Api(Profile profile, Shell shell) {
    this(profile, shell, Https.client(profile.certificates().map(shell::path)));
  }

  /// With a client that trusts whom it should.
  public Api(Profile profile, Shell shell, HttpClient http) {
    this.profile = profile;
    this.shell = shell;
    this.http = http;
  }

  /// The server that this talks to.
  public Profile profile() {
    return profile;
  }

  /// The client, for the registry of the same server.
  public HttpClient http() {
    return http;
  }

  /// A server-sent event.
  ///
  /// @param id where to go on after it
  public record Event(String id, String kind, JsonNode data) {}

  /// Takes server-sent events until it has seen enough.
  public interface Listener {
    /// Takes one event and says whether to go on.
    boolean take(Event event);
  }

  /// The path of the organization that is acted for: the one that was named, or the only one that
  /// the token may enter.
  public String tenant() {
    String known = organization;
    if (known == null) {
      known = profile.organization().orElseGet(this::onlyOrganization);
      organization = known;
    }
    return "organizations/" + segment(known);
  }

  /// A path within it.
  public String tenant(String path) {
    return tenant() + "/" + path;
  }

  private String onlyOrganization() {
    List<JsonNode> open = list("organizations", Map.of(), 2);
    if (open.size() == 1) {
      return open.getFirst().path("id").asText();
    }
    throw new CliFailure(
        Exit.USAGE,
        open.isEmpty()
            ? "this token may enter no organization"
            : "this token may enter several organizations; say which with --org or BOWLINE_ORG");
  }

  /// Reads one thing.
  public JsonNode get(String path, Map<String, String> query) {
    return json(send(request(path, query).GET()));
  }

  /// Reads one thing; a parameter may be given several times.
  public JsonNode ask(String path, Map<String, List<String>> query) {
    return json(send(requestTo(manyTo(path, query)).GET()));
  }

  /// Reads what is no JSON, or whose very bytes count.
  public byte[] bytes(String path) {
    return send(
        authorized(HttpRequest.newBuilder(uri(path, Map.of())))
            .timeout(Duration.ofSeconds(60))
            .header("Accept", "*/*")
            .GET());
  }

  /// Reads a list, page by page, up to a number of items.
  public List<JsonNode> list(String path, Map<String, String> query, int limit) {
    List<JsonNode> items = new ArrayList<>();
    Map<String, String> asked = new java.util.TreeMap<>(query);
    while (items.size() < limit) {
      asked.put("limit", Integer.toString(Math.min(PAGE, limit - items.size())));
      JsonNode page = get(path, asked);
      page.path("items").forEach(items::add);
      String next = page.path("next").asText("");
      if (next.isEmpty() || page.path("items").isEmpty() || page.path("next").isNull()) {
        break;
      }
      asked.put("cursor", next);
    }
    return items;
  }

  /// Creates or starts something; the same command sent twice by the network acts once.
  public JsonNode post(String path, JsonNode body) {
    return json(
        send(
            request(path, Map.of())
                .header("Idempotency-Key", shell.world().freshName().toString())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))));
  }

  /// Sets something.
  public JsonNode put(String path, JsonNode body) {
    return json(send(puts(path, body)));
  }

  /// Sets something, unless somebody has changed it since it was looked at.
  ///
  /// @param revision of what was seen; 0 for nothing
  public JsonNode putUnlessChanged(String path, JsonNode body, long revision) {
    return json(send(puts(path, body).header("If-Match", "\"" + revision + "\"")));
  }

  private HttpRequest.Builder puts(String path, JsonNode body) {
    return request(path, Map.of())
        .header("Content-Type", "application/json")
        .PUT(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  /// Changes a part of something.
  public JsonNode patch(String path, JsonNode body) {
    return json(
        send(
            request(path, Map.of())
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body.toString()))));
  }

  /// Removes something.
  public void delete(String path) {
    send(request(path, Map.of()).DELETE());
  }

  /// Removes something, and reads what is said of it.
  public JsonNode delete(String path, Map<String, String> query) {
    return json(send(request(path, query).DELETE()));
  }

  /// Listens to a stream of events until the listener has enough or the server ends it.
  ///
  /// @param after id of the last event that was seen; empty begins as the server means it
  public void events(
      String path, Map<String, List<String>> query, String after, Listener listener) {
    HttpRequest.Builder asked =
        authorized(HttpRequest.newBuilder(manyTo(path, query)))
            .header("Accept", "text/event-stream")
            .GET();
    if (!after.isEmpty()) {
      asked.header("Last-Event-ID", after);
    }
    HttpRequest request = asked.build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        if (response.statusCode() != 200) {
          throw Problems.failure(
              response.statusCode(), in.readNBytes(64 * 1024), request.uri().getPath());
        }
        new EventStream(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), JSON)
            .feed(listener);
      }
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliFailure(Exit.FAILED, "interrupted");
    }
  }

  private HttpRequest.Builder request(String path, Map<String, String> query) {
    return requestTo(uri(path, query));
  }

  private HttpRequest.Builder requestTo(URI address) {
    return authorized(HttpRequest.newBuilder(address))
        .timeout(Duration.ofSeconds(60))
        .header("Accept", "application/json, application/problem+json");
  }

  private HttpRequest.Builder authorized(HttpRequest.Builder request) {
    request.header("User-Agent", PROGRAM);
    profile.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.reveal()));
    return request;
  }

  private URI uri(String path, Map<String, String> query) {
    var many = new LinkedHashMap<String, List<String>>();
    query.forEach((name, value) -> many.put(name, List.of(value)));
    return manyTo(path, many);
  }

  private URI manyTo(String path, Map<String, List<String>> query) {
    String asked =
        query.entrySet().stream()
            .flatMap(e -> e.getValue().stream().map(value -> e.getKey() + "=" + encode(value)))
            .collect(Collectors.joining("&"));
    return profile.server().resolve("/api/v1/" + path + (asked.isEmpty() ? "" : "?" + asked));
  }

  /// One segment of a path.
  public static String segment(String text) {
    return encode(text).replace("+", "%20");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private byte[] send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] body = in.readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
          throw new CliFailure(Exit.SERVER, "the server's answer is too large; ask for less");
        }
        if (response.statusCode() / 100 != 2) {
          throw Problems.failure(response.statusCode(), body, request.uri().getPath());
        }
        return body;
      }
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliFailure(Exit.FAILED, "interrupted");
    }
  }

  private CliFailure unreachable(IOException e) {
    String place = profile.server().getAuthority();
    return switch (e) {
      case ConnectException _ ->
          new CliFailure(Exit.UNREACHABLE, "cannot connect to " + place + "; is it running?");
      case HttpTimeoutException _ ->
          new CliFailure(Exit.UNREACHABLE, place + " did not answer in time");
      case SSLException _ ->
          new CliFailure(
              Exit.UNREACHABLE,
              place + " shows a certificate that is not trusted; give its authority with --ca");
      default ->
          new CliFailure(Exit.UNREACHABLE, "talking to " + place + " failed: " + Reason.of(e));
    };
  }

  private static JsonNode json(byte[] body) {
    if (body.length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new CliFailure(Exit.SERVER, "the server's answer is not JSON; is it Bowline?");
    }
  }
}
