package io.bowline.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// An API whose answers a test writes down, on an address of its own.
final class WrittenApi implements AutoCloseable {
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile Consumer<String> whenAsked = _ -> {};

  private volatile Answer otherwise = new Answer(404, "text/plain", "");

  private record Answer(int status, String type, String body) {}

  record Asked(
      String request,
      String body,
      String authorization,
      String idempotency,
      String lastEvent,
      String ifMatch) {}

  WrittenApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Somebody with a token who works for the organization acme.
  Run.User operator(Path folder) {
    return new Run.User(
        folder,
        Map.of(
            "BOWLINE_SERVER", base().toString(), "BOWLINE_TOKEN", "s3same", "BOWLINE_ORG", "acme"),
        "");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      var headers = exchange.getRequestHeaders();
      whenAsked.accept(request);
      asked.add(
          new Asked(
              request,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              String.valueOf(headers.getFirst("Authorization")),
              String.valueOf(headers.getFirst("Idempotency-Key")),
              String.valueOf(headers.getFirst("Last-Event-ID")),
              String.valueOf(headers.getFirst("If-Match"))));
      Answer answer =
          answers.getOrDefault(request.replaceAll("^(\\w+) /api/v1/", "$1 "), otherwise);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /// What is answered where nothing was written down: 404, unless this says something else.
  void otherwise(String json) {
    otherwise = new Answer(200, "application/json", json);
  }

  /// @param request method and path below `/api/v1/`, with its query
  void answer(String request, String json) {
    answer(request, 200, "application/json", json);
  }

  void answer(String request, int status, String type, String body) {
    answers.put(request, new Answer(status, type, body));
  }

  /// Is told of every request before it is answered.
  void whenAsked(Consumer<String> listener) {
    whenAsked = listener;
  }

  List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
