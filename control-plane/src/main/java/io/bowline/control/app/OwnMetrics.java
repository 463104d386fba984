package io.bowline.control.app;

import io.bowline.control.allowance.Allowances;
import io.bowline.control.artifact.GarbageCollection;
import io.bowline.control.edge.grpc.LinkServer;
import io.bowline.control.hosted.HostedRunners;
import io.bowline.control.job.Jobs;
import io.bowline.control.platform.PoolUse;
import io.bowline.control.platform.Repeating;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.Parcels;
import io.bowline.control.quota.StorageQuotas;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// What the process tells about itself on the management port, beside what its parts tell. What
/// only the database knows is asked for in the background, so that a scrape costs nothing.
@Singleton
public final class OwnMetrics {
  private static final Logger LOG = Logger.getLogger(OwnMetrics.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);
  private static final int MOST_NAMESPACES = 100;

  private final Transactions transactions;
  private final Jobs jobs;
  private final Parcels parcels;
  private final StorageQuotas quotas;
  private final MultiGauge jobsByPhase;
  private final MultiGauge held;
  private final HostedRunners hosted;
  private final Repeating looking =
      new Repeating(
          "metrics",
          BETWEEN_LOOKS,
          this::look,
          e -> LOG.debugf("The metrics of the database stay as they are: %s", e.getMessage()));
  private volatile long hostedAway;
  private volatile Parcels.Lag lag = new Parcels.Lag(0, 0);

  /// Who has something to tell.
  @Singleton
  record Tellers(
      Jobs jobs,
      Parcels parcels,
      LinkServer link,
      LokiLog log,
      PoolUse pool,
      GarbageCollection garbage,
      Allowances allowances,
      StorageQuotas quotas,
      HostedRunners hosted) {}

  OwnMetrics(MeterRegistry registry, Transactions transactions, Tellers tellers) {
    this.transactions = transactions;
    this.jobs = tellers.jobs();
    this.parcels = tellers.parcels();
    this.quotas = tellers.quotas();
    this.jobsByPhase =
        MultiGauge.builder("bowline.jobs")
            .description("Jobs of all organizations by phase")
            .register(registry);
    Gauge.builder("bowline.link.streams", tellers.link(), LinkServer::streams)
        .description("Runners that this replica holds a stream of")
        .register(registry);
    Gauge.builder("bowline.outbox.waiting", this, own -> own.lag.waiting())
        .description("Events that no handler has dealt with yet")
        .register(registry);
    Gauge.builder("bowline.outbox.lag", this, own -> own.lag.oldestSeconds())
        .baseUnit("seconds")
        .description("Age of the oldest of them")
        .register(registry);
    PoolUse pool = tellers.pool();
    Gauge.builder("bowline.database.connections", pool, PoolUse::active)
        .tags("state", "active")
        .description("Connections of the pool")
        .register(registry);
    Gauge.builder("bowline.database.connections", pool, PoolUse::idle)
        .tags("state", "idle")
        .description("Connections of the pool")
        .register(registry);
    Gauge.builder("bowline.database.waiting", pool, PoolUse::waiting)
        .description("Requests that wait for a connection")
        .register(registry);
    GarbageCollection garbage = tellers.garbage();
    Gauge.builder("bowline.registry.collected", garbage, OwnMetrics::collected)
        .baseUnit("bytes")
        .description("Bytes that this replica's last garbage collection removed")
        .register(registry);
    Gauge.builder("bowline.registry.remaining", garbage, OwnMetrics::remaining)
        .baseUnit("bytes")
        .description("Bytes of the registry that it left")
        .register(registry);
    allowances(registry, tellers.allowances());
    this.held = held(registry, tellers.quotas());
    this.hosted = tellers.hosted();
    Gauge.builder("bowline.hosted.silent", this, own -> own.hostedAway)
        .description("Organizations whose hosted runner has enrolled and is not connected")
        .register(registry);
    FunctionCounter.builder("bowline.log.dropped", tellers.log(), LokiLog::dropped)
        .description("Lines of the own log that were not sent for want of room")
        .register(registry);
  }

  private static void allowances(MeterRegistry registry, Allowances allowances) {
    FunctionCounter.builder("bowline.registry.refused", allowances, Allowances::slowedDown)
        .tags("why", "too-much")
        .description("Requests of organizations for artifacts beyond their limits")
        .register(registry);
    FunctionCounter.builder("bowline.registry.refused", allowances, Allowances::usedUp)
        .tags("why", "used-up")
        .description("Requests of organizations for artifacts beyond their limits")
        .register(registry);
    Gauge.builder("bowline.registry.sending", allowances, Allowances::promised)
        .baseUnit("bytes")
        .description("Bytes of blobs on their way to organizations")
        .register(registry);
  }

  private static MultiGauge held(MeterRegistry registry, StorageQuotas quotas) {
    FunctionCounter.builder("bowline.registry.refused", quotas, StorageQuotas::refused)
        .tags("why", "no-room")
        .description("Pushes beyond what a namespace may hold")
        .register(registry);
    return MultiGauge.builder("bowline.registry.held")
        .baseUnit("bytes")
        .description("Bytes that a namespace holds, for those that hold most")
        .register(registry);
  }

  private static double collected(GarbageCollection garbage) {
    return garbage.last().map(report -> (double) report.contents().bytes()).orElse(Double.NaN);
  }

  private static double remaining(GarbageCollection garbage) {
    return garbage.last().map(report -> (double) report.remaining().bytes()).orElse(Double.NaN);
  }

  void start(@Observes StartupEvent started) {
    looking.startAtOnce();
  }

  void stop(@Observes ShutdownEvent stopping) {
    looking.stop();
  }

  /// Asks the database now.
  void look() {
    lag = transactions.asSystem(Parcels.TASK, parcels::lag);
    hostedAway = hosted.away();
    jobsByPhase.register(
        jobs.byPhase().entrySet().stream()
            .<MultiGauge.Row<?>>map(
                phase -> MultiGauge.Row.of(Tags.of("phase", phase.getKey()), phase.getValue()))
            .toList(),
        true);
    held.register(
        quotas.largest(MOST_NAMESPACES).stream()
            .<MultiGauge.Row<?>>map(
                stock -> MultiGauge.Row.of(Tags.of("namespace", stock.namespace()), stock.bytes()))
            .toList(),
        true);
  }
}
