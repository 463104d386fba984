package io.bowline.control.edge.ingest;

import io.bowline.control.collector.Collectors;
import io.bowline.control.identity.ServerTls;
import io.bowline.control.platform.PortHolder;
import io.bowline.control.telemetry.LogBatch;
import io.bowline.control.telemetry.SampleBatch;
import io.bowline.control.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/// The ports for logs and metrics, with mutual TLS.
@Singleton
public final class IngestServers {
  private static final Logger LOG = Logger.getLogger(IngestServers.class);

  private static final long FORGET_MILLIS = 60_000;

  private final Vertx vertx;
  private final IngestSettings settings;
  private final ServerTls tls;
  private final Telemetry telemetry;
  private final Senders senders;
  private final Collectors collectors;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<HttpServer> servers = new ArrayList<>();
  private final List<Allowances> allowances = new ArrayList<>();
  private long idle;
  private volatile boolean open;

  /// Whose certificates count, and who gives the next ones.
  @Singleton
  public record Certified(Senders senders, Collectors collectors) {}

  public IngestServers(
      Vertx vertx,
      IngestSettings settings,
      ServerTls tls,
      Telemetry telemetry,
      Certified certified,
      MeterRegistry registry,
      InstantSource clock) {
    this.registry = registry;
    this.senders = certified.senders();
    this.collectors = certified.collectors();
    this.vertx = vertx;
    this.settings = settings;
    this.tls = tls;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  void start(@Observes StartupEvent started) {
    var loki = new LokiPush();
    var streams = new LabelSets("streams", settings.streams(), clock);
    Push logs =
        (source, headers, body) -> {
          LogBatch lines = loki.decode(headers, body);
          streams.admit(source, lines.labelSets());
          telemetry.addLogs(source, lines, headers.named());
          return lines.count();
        };
    var remoteWrite = new RemoteWrite();
    var series = new LabelSets("series", settings.series(), clock);
    Push metrics =
        (source, headers, body) -> {
          SampleBatch samples = remoteWrite.decode(headers, body);
          series.admit(source, samples.labelSets());
          telemetry.addSamples(source, samples, headers.named());
          return samples.count();
        };
    listen("logs", settings.logsPort(), "/loki/api/v1/push", logs);
    listen("metrics", settings.metricsPort(), "/api/v1/write", metrics);
    idle = vertx.setPeriodic(FORGET_MILLIS, _ -> forgetIdle(streams, series));
    open = true;
  }

  private void forgetIdle(LabelSets streams, LabelSets series) {
    allowances.forEach(Allowances::forgetIdle);
    streams.forgetIdle();
    series.forgetIdle();
  }

  private void listen(String name, int port, String path, Push push) {
    var callers = new Callers(tls.trustDomain(), (identity, _) -> senders.admits(identity));
    var tally = new Tally(registry, name);
    var allowance = new Allowances(settings.bytesPerSecond(), settings.pushesPerInstall(), clock);
    allowances.add(allowance);
    var server =
        new PushServer(
            Map.of(
                path,
                new Storing(push, allowance, tally),
                Certifying.PATH,
                new Certifying(collectors)),
            new PushServer.Ground(vertx, callers, threads, tally),
            settings);
    var options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(port)
            .setSsl(true)
            .setUseAlpn(true)
            .setKeyCertOptions(KeyCertOptions.wrap(tls.keyManager()))
            .setTrustOptions(TrustOptions.wrap(tls.clientTrust()))
            .setClientAuth(ClientAuth.REQUIRED)
            .setIdleTimeout(120);
    try {
      HttpServer listening =
          vertx
              .createHttpServer(options)
              .connectionHandler(server::connected)
              .requestHandler(server::handle)
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      servers.add(listening);
      LOG.infof("Taking %s on port %d, path %s", name, listening.actualPort(), path);
    } catch (CompletionException e) {
      throw PortHolder.failure(
          name + " listener",
          port,
          "bowline.ingest." + name + "-port",
          new IOException(e.getCause()));
    }
  }

  /// Whether both ports are open.
  public boolean open() {
    return open;
  }

  /// Where a port really listens; differs from the settings when they say 0.
  public List<Integer> ports() {
    return servers.stream().map(HttpServer::actualPort).toList();
  }

  /// Closes both ports; who pushes comes again later.
  void close() {
    open = false;
    servers.forEach(HttpServer::close);
  }

  void stop(@Observes ShutdownEvent stopping) {
    vertx.cancelTimer(idle);
    close();
    threads.shutdown();
  }
}
