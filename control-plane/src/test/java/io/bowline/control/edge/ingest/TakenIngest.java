package io.bowline.control.edge.ingest;

import io.bowline.control.identity.ServerTls;
import io.bowline.control.runner.Admissions;
import io.bowline.control.telemetry.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/// Takes the ports for logs and metrics away from a process that runs, or tries to have them a
/// second time.
@Singleton
public final class TakenIngest {
  private final Vertx vertx;
  private final ServerTls tls;
  private final Telemetry telemetry;
  private final Admissions admissions;

  TakenIngest(Vertx vertx, ServerTls tls, Telemetry telemetry, Admissions admissions) {
    this.vertx = vertx;
    this.tls = tls;
    this.telemetry = telemetry;
    this.admissions = admissions;
  }

  public static void from(IngestServers servers) {
    servers.close();
  }

  /// Opens both once more.
  public void again(int logs, int metrics) {
    new IngestServers(
            vertx,
            new Ports("127.0.0.1", logs, metrics, 1),
            tls,
            telemetry,
            admissions,
            new SimpleMeterRegistry())
        .start(new StartupEvent());
  }

  private record Ports(String host, int logsPort, int metricsPort, int concurrency)
      implements IngestSettings {}
}
