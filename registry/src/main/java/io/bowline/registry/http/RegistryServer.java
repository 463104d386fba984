package io.bowline.registry.http;

import io.bowline.registry.Limits;
import io.bowline.registry.OciRequest;
import io.bowline.registry.OciResponse;
import io.bowline.registry.Registry;
import io.bowline.registry.disk.LocalDisk;
import io.bowline.registry.disk.RegistryFolder;
import io.bowline.registry.exchange.ClientGone;
import io.bowline.registry.exchange.Exchange;
import io.bowline.registry.platform.RandomNames;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.X509KeyManager;

/// A registry of its own port, for the simulated account and for tests: one virtual thread for each
/// request, and faults on demand.
public final class RegistryServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RegistryServer.class.getName());
  private static final int FAILED = 500;
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final Registry registry;
  private final Settings settings;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Faults faults = new Faults();
  private final RequestLog log = new RequestLog();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Listener listener;

  private RegistryServer(Registry registry, Settings settings) throws IOException {
    this.registry = registry;
    this.settings = settings;
    this.listener = Listener.start(settings, this::take);
  }

  /// Where and for whom to serve.
  ///
  /// @param address port 0 takes a free one
  /// @param tls the certificate to show, empty for plain HTTP
  /// @param patience how long a client may neither send nor read
  public record Settings(
      InetSocketAddress address, Optional<X509KeyManager> tls, Callers callers, Duration patience) {
    /// A free port of the loopback address, plain, open to all.
    public static Settings loopback() {
      return new Settings(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          Optional.empty(),
          Callers.open(),
          Exchange.PATIENCE);
    }

    /// The same for these callers only.
    public Settings admitting(Callers others) {
      return new Settings(address, tls, others, patience);
    }

    /// The same at another address.
    public Settings at(InetSocketAddress other) {
      return new Settings(other, tls, callers, patience);
    }

    /// The same over TLS, with HTTP/2 for those who offer it.
    public Settings showing(X509KeyManager certificate) {
      return new Settings(address, Optional.of(certificate), callers, patience);
    }

    /// The same with other patience.
    public Settings waiting(Duration other) {
      return new Settings(address, tls, callers, other);
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
    return new RegistryServer(registry, settings);
  }

  /// Where it serves: `http://127.0.0.1:<port>`.
  public URI address() {
    String scheme = settings.tls().isPresent() ? "https" : "http";
    String host = settings.address().getAddress().getHostAddress();
    return URI.create(scheme + "://" + host + ":" + listener.port());
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

  /// Once closed, it stays so; closing it again does nothing.
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    listener.stop();
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "requests were still being answered at the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    listener.close();
  }

  private void take(HttpServerRequest request, Vertx vertx) {
    Exchange exchange = Exchange.of(request, vertx, settings.patience());
    try {
      threads.execute(() -> handle(exchange));
    } catch (RejectedExecutionException stopping) {
      exchange.breakOff();
    }
  }

  private void handle(Exchange exchange) {
    String method = exchange.request().method().name();
    try {
      FaultyExchange faulty = new FaultyExchange(exchange, faults.next(method, exchange.path()));
      faulty.begin();
      OciRequest request = faulty.request();
      try (OciResponse answer = answer(faulty, request)) {
        // before it is sent, so that whoever has the answer finds it counted
        log.add(new RequestLog.Entry(method, exchange.path(), answer.status()));
        faulty.send(answer);
      }
    } catch (ClientGone | InterruptedIOException | FaultyExchange.CutOnDemand e) {
      LOG.log(System.Logger.Level.DEBUG, () -> method + " " + exchange.path() + " ended early", e);
      exchange.breakOff();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, () -> method + " " + exchange.path() + " failed", e);
      fail(exchange);
    }
  }

  private OciResponse answer(FaultyExchange faulty, OciRequest request) throws IOException {
    Optional<OciResponse> refusal = faulty.refusal();
    return refusal.isPresent()
        ? refusal.get()
        : registry.answer(request, settings.callers().of(request));
  }

  private static void fail(Exchange exchange) {
    if (exchange.response().headWritten()) {
      exchange.breakOff();
    } else {
      exchange.response().setStatusCode(FAILED).putHeader("Content-Length", "0");
      exchange.end();
    }
  }
}
