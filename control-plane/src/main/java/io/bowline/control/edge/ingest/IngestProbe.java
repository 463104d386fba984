package io.bowline.control.edge.ingest;

import io.bowline.control.platform.Probe;
import jakarta.inject.Singleton;

/// Both ports for logs and metrics take connections.
@Singleton
final class IngestProbe implements Probe {
  private final IngestServers servers;

  IngestProbe(IngestServers servers) {
    this.servers = servers;
  }

  @Override
  public String part() {
    return "ingest";
  }

  @Override
  public boolean works() {
    return servers.open();
  }
}
