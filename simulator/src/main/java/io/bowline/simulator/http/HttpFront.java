package io.bowline.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.json.MalformedJson;
import io.bowline.simulator.wire.Unreadable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/// The listener: reads calls, hands them to the API, writes its answers.
public final class HttpFront implements AutoCloseable {
  static {
    // the JDK's server reads these once: no delay on small answers, connections that may idle
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private HttpFront(HttpServer server) {
    this.server = server;
  }

  /// Serves TLS on a loopback port; port 0 takes a free one.
  public static HttpFront tls(int port, SSLContext tls, Function<Call, Answer> api) {
    try {
      HttpsServer server = HttpsServer.create(loopback(port), 512);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      HttpFront front = new HttpFront(server);
      server.setExecutor(front.threads);
      server.createContext("/", exchange -> serve(exchange, api));
      server.start();
      return front;
    } catch (IOException e) {
      throw new UncheckedIOException("the account's API cannot listen on port " + port, e);
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void serve(HttpExchange exchange, Function<Call, Answer> api) throws IOException {
    try (exchange) {
      switch (answer(exchange, api)) {
        case Answer.Cut cut -> {}
        case Answer.Whole whole -> write(exchange, whole);
        case Answer.Stream stream -> stream(exchange, stream);
      }
    }
  }

  private static Answer answer(HttpExchange exchange, Function<Call, Answer> api)
      throws IOException {
    try {
      return api.apply(Call.read(exchange));
    } catch (Refusal e) {
      return refusal(e);
    } catch (MalformedJson e) {
      return refusal(Refusal.badRequest("the object provided is unrecognized: " + e.getMessage()));
    } catch (Unreadable e) {
      return refusal(Refusal.unsupported(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      // a defect of the simulator: tell it to the client, that the test that met it shows it
      java.io.StringWriter trace = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(trace));
      return refusal(new Refusal(500, "InternalError", "simulator defect: " + trace));
    }
  }

  private static Answer refusal(Refusal refusal) {
    return Answer.json(refusal.code(), refusal.status());
  }

  private static void write(HttpExchange exchange, Answer.Whole answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    int length = answer.body().length;
    exchange.sendResponseHeaders(answer.code(), head || length == 0 ? -1 : length);
    if (!head && length > 0) {
      exchange.getResponseBody().write(answer.body());
    }
  }

  private static void stream(HttpExchange exchange, Answer.Stream answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    exchange.sendResponseHeaders(answer.code(), 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.flush();
      answer
          .source()
          .writeTo(bytes -> {
            out.write(bytes);
            out.flush();
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
