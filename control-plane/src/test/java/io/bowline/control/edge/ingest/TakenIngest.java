package io.bowline.control.edge.ingest;

import io.bowline.control.identity.ServerTls;
import io.bowline.control.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Takes the ports for logs and metrics away from a process that runs, or has them a second time.
@Singleton
public final class TakenIngest {
  private final Vertx vertx;
  private final ServerTls tls;
  private final Telemetry telemetry;
  private final IngestServers.Certified certified;

  TakenIngest(Vertx vertx, ServerTls tls, Telemetry telemetry, IngestServers.Certified certified) {
    this.vertx = vertx;
    this.tls = tls;
    this.telemetry = telemetry;
    this.certified = certified;
  }

  public static void from(IngestServers servers) {
    servers.close();
  }

  /// Opens both once more.
  public void again(int logs, int metrics) {
    again(
        TestPorts.at(logs, metrics), telemetry, new SimpleMeterRegistry(), InstantSource.system());
  }

  /// Opens both beside those of the process, as settings say and on another store.
  IngestServers again(
      IngestSettings settings, Telemetry other, MeterRegistry counted, InstantSource clock) {
    var servers = new IngestServers(vertx, settings, tls, other, certified, counted, clock);
    servers.start(new StartupEvent());
    return servers;
  }
}
