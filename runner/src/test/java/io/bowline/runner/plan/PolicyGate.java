package io.bowline.runner.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.CustomerRegistry;
import io.bowline.runner.step.image.RegistryAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// A customer's registry that scans what is pushed and keeps back what its policy does not like, as
/// those of others do: in front of one that does not.
final class PolicyGate implements AutoCloseable {
  private static final Set<String> OWN = Set.of("connection", "content-length", "host", "upgrade");

  private final Map<String, Rule> rules = new ConcurrentHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final CustomerRegistry behind;
  private final HttpServer server;

  /// What the registry says to those who ask for an image.
  ///
  /// @param methods such as `GET`; a HEAD is answered as a GET without the words
  record Rule(Set<String> methods, int status, String code, String message) {}

  PolicyGate(CustomerRegistry behind) throws IOException {
    this.behind = behind;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /// The registry as the runner and the nodes know it.
  CustomerRegistry registry() {
    String authority = "127.0.0.1:" + server.getAddress().getPort();
    var access = new RegistryAccess(URI.create("http://" + authority), http, Optional.empty());
    return new CustomerRegistry(access, authority, behind.prefix());
  }

  void keepBack(Digest image, Rule rule) {
    rules.put(image.toString(), rule);
  }

  void letGo(Digest image) {
    rules.remove(image.toString());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String method =
          exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod();
      for (Map.Entry<String, Rule> rule : rules.entrySet()) {
        if (path.contains("/manifests/")
            && rule.getValue().methods().contains(method)
            && names(path, rule.getKey())) {
          refuse(exchange, rule.getValue());
          return;
        }
      }
      forward(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean names(String path, String digest) {
    String hex = digest.substring(digest.indexOf(':') + 1);
    return path.endsWith(digest) || path.endsWith("/bowline-" + hex.substring(0, 16));
  }

  private static void refuse(HttpExchange exchange, Rule rule) throws IOException {
    byte[] body =
        "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}"
            .formatted(rule.code(), rule.message())
            .getBytes(UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(rule.status(), head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private void forward(HttpExchange exchange) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(behind.access().base().resolve(exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            request.header(name, values.getFirst());
          }
        });
    if (behind.access().login().isPresent()) {
      request.setHeader("Authorization", behind.access().login().get().credentials().basic());
    }
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    for (String name : List.of("Content-Type", "Docker-Content-Digest", "Range", "OCI-Subject")) {
      answer.headers().firstValue(name).ifPresent(v -> exchange.getResponseHeaders().set(name, v));
    }
    answer
        .headers()
        .firstValue("Location")
        .map(URI::create)
        .ifPresent(to ->
            exchange
                .getResponseHeaders()
                .set(
                    "Location",
                    to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery())));
    boolean empty = answer.body().length == 0;
    exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : answer.body().length);
    exchange.getResponseBody().write(answer.body());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
