package io.bowline.runner.hosted.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.driver.state.RecordStore;
import io.bowline.runner.step.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/// The way of Terraform's record into a store of a cloud whose own backend is not used: that of
/// Oracle's is newer than what this runner asks for, and OpenTofu has none; that of Azure signs in
/// at addresses which nothing here can stand in for. It speaks Terraform's `http` backend on this
/// machine's own address, with a password of this one job.
final class RecordDoor implements AutoCloseable {
  private static final String USER = "bowline";
  private static final int PASSWORD_BYTES = 24;
  private static final int LARGEST = 64 << 20;
  private static final int OK = 200;
  private static final int NOTHING = 204;
  private static final int NOT_ALLOWED = 405;
  private static final int CONFLICT = 409;
  private static final int TOO_LARGE = 413;
  private static final int LOCKED = 423;
  private static final int BAD_GATEWAY = 502;

  private final HttpServer server;
  private final ExecutorService threads;
  private final RecordStore store;
  private final String password;

  private RecordDoor(RecordStore store, String password) throws IOException {
    this.store = store;
    this.password = password;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server
        .createContext("/record", this::handle)
        .setAuthenticator(
            new BasicAuthenticator(USER) {
              @Override
              public boolean checkCredentials(String user, String given) {
                return user.equals(USER) && given.equals(password);
              }
            });
    server.start();
  }

  static RecordDoor open(RecordStore store, RandomGenerator random) {
    byte[] password = new byte[PASSWORD_BYTES];
    random.nextBytes(password);
    try {
      return new RecordDoor(store, HexFormat.of().formatHex(password));
    } catch (IOException e) {
      throw new UncheckedIOException("no port of this machine is free", e);
    }
  }

  /// What Terraform is told of it.
  JsonNode backend() {
    String at = "http://127.0.0.1:%d/record".formatted(server.getAddress().getPort());
    ObjectNode tree = Json.object();
    ObjectNode http = tree.putObject("terraform").putObject("backend").putObject("http");
    http.put("address", at).put("lock_address", at).put("unlock_address", at);
    http.put("lock_method", "LOCK").put("unlock_method", "UNLOCK").put("retry_max", 3);
    return tree;
  }

  /// What opens it, for the child's environment.
  Map<String, String> environment() {
    return Map.of("TF_HTTP_USERNAME", USER, "TF_HTTP_PASSWORD", password);
  }

  String password() {
    return password;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST + 1);
      if (body.length > LARGEST) {
        exchange.sendResponseHeaders(TOO_LARGE, -1);
        return;
      }
      String text = new String(body, StandardCharsets.UTF_8);
      switch (exchange.getRequestMethod()) {
        case "GET" -> read(exchange);
        case "POST" -> write(exchange, text);
        case "LOCK" -> lock(exchange, text);
        case "UNLOCK" -> unlock(exchange, text);
        // nothing here is ever deleted but with the whole bucket
        default -> exchange.sendResponseHeaders(NOT_ALLOWED, -1);
      }
    } catch (CloudRefusal e) {
      // Terraform tries again, and then says that the backend failed
      exchange.sendResponseHeaders(BAD_GATEWAY, -1);
    }
  }

  private void read(HttpExchange exchange) throws IOException {
    Optional<String> state = store.read();
    if (state.isEmpty()) {
      exchange.sendResponseHeaders(NOTHING, -1);
      return;
    }
    send(exchange, OK, state.get());
  }

  /// Only whoever holds the lock writes.
  private void write(HttpExchange exchange, String state) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    Optional<String> note = store.held().filter(held -> query.equals("ID=" + id(held)));
    note.ifPresent(held -> store.write(held, state));
    exchange.sendResponseHeaders(note.isPresent() ? OK : CONFLICT, -1);
  }

  private void lock(HttpExchange exchange, String note) throws IOException {
    if (store.take(note)) {
      exchange.sendResponseHeaders(OK, -1);
      return;
    }
    send(exchange, LOCKED, store.held().orElse("{}"));
  }

  private void unlock(HttpExchange exchange, String note) throws IOException {
    boolean ours = store.held().filter(held -> id(held).equals(id(note))).isPresent();
    if (ours) {
      store.lock().ifPresent(store::free);
    }
    exchange.sendResponseHeaders(ours ? OK : CONFLICT, -1);
  }

  private static String id(String note) {
    return Json.tree(note).path("ID").asText();
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /// Nothing of the password.
  @Override
  public String toString() {
    return "RecordDoor[" + server.getAddress().getPort() + "]";
  }
}
