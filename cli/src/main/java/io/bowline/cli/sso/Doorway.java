package io.bowline.cli.sso;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Waits on this machine alone, at a port that was free, for a browser to come back with one
/// answer. What does not carry the state that was given is no answer.
final class Doorway implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final String PAGE =
      "<!doctype html><meta charset=\"utf-8\"><title>Bowline</title>"
          + "<p>Go back to the command line; this page can be closed.</p>";

  private final String state;
  private final HttpServer server;
  private final BlockingQueue<Map<String, String>> answers = new ArrayBlockingQueue<>(1);

  Doorway(String state) {
    this.state = state;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, "no port of this machine can be used: " + Reason.of(e));
    }
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<Map<String, String>> answer = read(exchange.getRequestURI());
      boolean taken = answer.filter(answers::offer).isPresent();
      byte[] page = (taken ? PAGE : "").getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
      exchange.getResponseHeaders().add("Cache-Control", "no-store");
      exchange.sendResponseHeaders(taken ? 200 : 404, page.length == 0 ? -1 : page.length);
      if (taken) {
        exchange.getResponseBody().write(page);
      }
    }
  }

  /// The answer in an address; empty when it is none of ours.
  Optional<Map<String, String>> read(URI address) {
    Map<String, String> said = new LinkedHashMap<>();
    String query = address.getRawQuery();
    if (!"/callback".equals(address.getPath()) || query == null) {
      return Optional.empty();
    }
    for (String pair : query.split("&", -1)) {
      String[] both = pair.split("=", 2);
      said.put(both[0], both.length < 2 ? "" : URLDecoder.decode(both[1], UTF_8));
    }
    return state.equals(said.get("state")) ? Optional.of(said) : Optional.empty();
  }

  /// Waits for it; empty when nobody came.
  Optional<Map<String, String>> await() {
    try {
      return Optional.ofNullable(answers.poll(LONGEST.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Lets the page that says so still go out.
  @Override
  public void close() {
    server.stop(1);
  }
}
