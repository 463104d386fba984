package io.bowline.simulator.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.simulator.json.MalformedJson;
import io.bowline.simulator.json.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/// A proxy in front of a real API server that writes down what passes: `UPSTREAM FILE PORT`.
///
/// Run by hand through `src/test/contract/record.sh`, with `kubectl proxy` as upstream.
public final class Recorder {
  private static final List<String> PASSED = List.of("accept", "content-type", "user-agent");
  private static final int LARGEST_KEPT = 200_000;

  private final URI upstream;
  private final Path file;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ReentrantLock lock = new ReentrantLock();

  private Recorder(URI upstream, Path file) {
    this.upstream = upstream;
    this.file = file;
  }

  public static void main(String... arguments) throws IOException {
    Recorder recorder = new Recorder(URI.create(arguments[0]), Path.of(arguments[1]));
    Files.deleteIfExists(recorder.file);
    int port = Integer.parseInt(arguments[2]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", recorder::pass);
    server.start();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(upstream + exchange.getRequestURI().toString()))
              .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
      for (String name : PASSED) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
          // answers are wanted in JSON, so that they can be compared
          request.header(
              name, value.replace("application/vnd.kubernetes.protobuf", "application/json"));
          if (name.equals("content-type")) {
            request.setHeader(name, value);
          }
        }
      }
      HttpResponse<InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      ByteArrayOutputStream seen = new ByteArrayOutputStream();
      answer(exchange, response, seen);
      write(exchange, body, response, seen.toByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(
      HttpExchange exchange, HttpResponse<InputStream> response, ByteArrayOutputStream seen)
      throws IOException {
    response
        .headers()
        .firstValue("content-type")
        .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
    exchange.sendResponseHeaders(response.statusCode(), 0);
    try (InputStream in = response.body();
        OutputStream out = exchange.getResponseBody()) {
      out.flush();
      byte[] buffer = new byte[16 * 1024];
      int read = in.read(buffer);
      while (read >= 0) {
        out.write(buffer, 0, read);
        out.flush();
        seen.write(buffer, 0, read);
        read = in.read(buffer);
      }
    } catch (IOException e) {
      // a client that ends its watch: what it saw until then is what counts
      seen.write(new byte[0]);
    }
  }

  private void write(
      HttpExchange exchange, byte[] body, HttpResponse<InputStream> response, byte[] seen) {
    ObjectNode line = Tree.object();
    line.put("method", exchange.getRequestMethod());
    line.put("path", exchange.getRequestURI().toString());
    for (String name : PASSED) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        line.put(name, value);
      }
    }
    if (body.length > 0) {
      line.put("body", Base64.getEncoder().encodeToString(body));
    }
    line.put("code", response.statusCode());
    boolean watch = exchange.getRequestURI().toString().contains("watch=true");
    if (!watch && seen.length > 0 && seen.length < LARGEST_KEPT) {
      try {
        line.set("answer", Tree.parse(seen));
      } catch (MalformedJson e) {
        line.put("text", new String(seen, java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    lock.lock();
    try {
      byte[] bytes = Tree.bytes(line);
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Files.writeString(file, "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }
}
