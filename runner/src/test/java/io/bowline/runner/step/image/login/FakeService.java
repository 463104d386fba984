package io.bowline.runner.step.image.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A cloud's service on a free port that answers as it is told, and remembers what it was asked.
final class FakeService implements AutoCloseable {
  private final HttpServer server;
  private final Answering answering;
  private final AtomicInteger throttled = new AtomicInteger();
  private volatile Optional<Answer> instead = Optional.empty();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /// One request.
  record Asked(String method, URI uri, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
    }

    /// A field of a form.
    String field(String name) {
      for (String pair : body.split("&", -1)) {
        if (pair.startsWith(name + "=")) {
          return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
        }
      }
      return "";
    }
  }

  /// What is said to it.
  record Answer(int status, String body, Map<String, String> headers) {
    static Answer of(int status, String body) {
      return new Answer(status, body, Map.of());
    }
  }

  /// Answers a request.
  interface Answering {
    Answer to(Asked asked);
  }

  FakeService(Answering answering) throws IOException {
    this.answering = answering;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Answers so many requests with 429 and a second to wait.
  void throttle(int times) {
    throttled.set(times);
  }

  /// Answers everything so until `asUsual`.
  void say(Answer answer) {
    instead = Optional.of(answer);
  }

  void asUsual() {
    instead = Optional.empty();
  }

  List<Asked> asked() {
    return asked;
  }

  private void serve(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    Asked request =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI(),
            headers,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Answer answer;
    if (throttled.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      answer = new Answer(429, "{}", Map.of("Retry-After", "1"));
    } else {
      asked.add(request);
      answer = instead.orElseGet(() -> answering.to(request));
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
