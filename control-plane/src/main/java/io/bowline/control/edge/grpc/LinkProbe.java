package io.bowline.control.edge.grpc;

import io.bowline.control.platform.Probe;
import jakarta.inject.Singleton;

/// Without the link no runner is reached.
@Singleton
final class LinkProbe implements Probe {
  private final LinkServer server;

  LinkProbe(LinkServer server) {
    this.server = server;
  }

  @Override
  public String part() {
    return "link";
  }

  @Override
  public boolean works() {
    return server.port().isPresent();
  }
}
