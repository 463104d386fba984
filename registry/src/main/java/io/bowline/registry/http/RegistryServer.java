package io.bowline.registry.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.registry.Limits;
import io.bowline.registry.OciRequest;
import io.bowline.registry.OciResponse;
import io.bowline.registry.Registry;
import io.bowline.registry.disk.LocalDisk;
import io.bowline.registry.disk.RegistryFolder;
import io.bowline.registry.platform.RandomNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// A registry of its own port, for the simulated account and for tests: one virtual thread for each
/// request, and faults on demand.
public final class RegistryServer implements AutoCloseable {
  private static final long LONGEST_DRAIN = 16 * 1024 * 1024;
  private static final System.Logger LOG = System.getLogger(RegistryServer.class.getName());

  static {
    // without it each small answer waits some 40 ms for the client's delayed ack
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final Registry registry;
  private final Callers callers;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Faults faults = new Faults();
  private final RequestLog log = new RequestLog();

  private RegistryServer(Registry registry, Callers callers, HttpServer server) {
    this.registry = registry;
    this.callers = callers;
    this.server = server;
  }

  /// Where and for whom to serve.
  ///
  /// @param address port 0 takes a free one
  /// @param tls empty for plain HTTP
  public record Settings(InetSocketAddress address, Optional<SSLContext> tls, Callers callers) {
    /// A free port of the loopback address, plain, open to all.
    public static Settings loopback() {
      return new Settings(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          Optional.empty(),
          Callers.open());
    }

    /// The same for these callers only.
    public Settings admitting(Callers others) {
      return new Settings(address, tls, others);
    }

    /// The same at another address.
    public Settings at(InetSocketAddress other) {
      return new Settings(other, tls, callers);
    }
  }

  /// Serves a folder, which is made when missing.
  public static RegistryServer start(Path folder, Settings settings) throws IOException {
    Files.createDirectories(folder);
    RegistryFolder storage = RegistryFolder.open(new LocalDisk(), folder, new RandomNames());
    return start(new Registry(storage, Limits.USUAL), settings);
  }

  /// Serves a registry.
  public static RegistryServer start(Registry registry, Settings settings) throws IOException {
    RegistryServer started = new RegistryServer(registry, settings.callers(), bind(settings));
    started.server.setExecutor(started.threads);
    started.server.createContext("/", started::handle);
    started.server.start();
    return started;
  }

  /// Where it serves: `http://127.0.0.1:<port>`.
  public URI address() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    InetSocketAddress bound = server.getAddress();
    return URI.create(scheme + "://" + bound.getAddress().getHostAddress() + ":" + bound.getPort());
  }

  /// Host and port, as an image reference begins.
  public String authority() {
    return address().getAuthority();
  }

  /// What it does wrong when told to.
  public Faults faults() {
    return faults;
  }

  /// What it was asked.
  public RequestLog log() {
    return log;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static HttpServer bind(Settings settings) throws IOException {
    if (settings.tls().isEmpty()) {
      return HttpServer.create(settings.address(), 0);
    }
    HttpsServer https = HttpsServer.create(settings.address(), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(settings.tls().get()));
    return https;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getRawPath();
    FaultyExchange faulty = new FaultyExchange(exchange, faults.next(method, path));
    try {
      faulty.begin();
      if (faulty.answer().isPresent()) {
        refuse(faulty);
      } else {
        serve(faulty, method, path);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> method + " " + path + " ended early", e);
      throw e;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, () -> method + " " + path + " failed", e);
      throw e;
    }
  }

  private void refuse(FaultyExchange faulty) throws IOException {
    Fault.Answer answer = faulty.answer().orElseThrow();
    HttpExchange exchange = faulty.exchange();
    answer
        .retryAfter()
        .ifPresent(wait -> exchange.getResponseHeaders().set("Retry-After", "" + wait.toSeconds()));
    drain(exchange);
    seen(exchange, answer.status());
    exchange.sendResponseHeaders(answer.status(), -1);
    exchange.close();
  }

  private void serve(FaultyExchange faulty, String method, String path) throws IOException {
    HttpExchange exchange = faulty.exchange();
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    OciRequest request =
        new OciRequest(method, path, query, headers(exchange), faulty.requestBody());
    try (OciResponse response = registry.answer(request, callers.of(request))) {
      seen(exchange, response.status());
      if (faulty.losesAnswer()) {
        throw new IOException("cut on demand");
      }
      send(faulty, method, response);
    }
  }

  /// Before the answer is sent, so that whoever has it finds it counted.
  private void seen(HttpExchange exchange, int status) {
    log.add(
        new RequestLog.Entry(
            exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), status));
  }

  private static void send(FaultyExchange faulty, String method, OciResponse response)
      throws IOException {
    HttpExchange exchange = faulty.exchange();
    if (response.status() >= 400) {
      drain(exchange);
    }
    response.headers().forEach(exchange.getResponseHeaders()::set);
    response
        .header("Docker-Content-Digest")
        .ifPresent(truth ->
            exchange.getResponseHeaders().set("Docker-Content-Digest", faulty.digest(truth)));
    if (method.equals("HEAD") && response.status() != 204 && response.status() != 304) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(response.length()));
    }
    boolean bodiless = method.equals("HEAD") || response.length() == 0;
    exchange.sendResponseHeaders(response.status(), bodiless ? -1 : response.length());
    if (!bodiless) {
      response.writeTo(faulty.responseBody());
    }
    exchange.getRequestBody();
    exchange.getResponseBody();
    exchange.close();
  }

  /// Takes what the client still sends, within bounds: closing on a client in mid-body resets its
  /// connection, and the refusal that was on its way is lost with it.
  private static void drain(HttpExchange exchange) {
    InputStream body = exchange.getRequestBody();
    byte[] buffer = new byte[64 * 1024];
    long left = LONGEST_DRAIN;
    try {
      int read = body.read(buffer);
      while (read >= 0 && left > 0) {
        left -= read;
        read = body.read(buffer);
      }
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.DEBUG, "the body ended early; the answer is sent all the same", e);
    }
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return headers;
  }
}
