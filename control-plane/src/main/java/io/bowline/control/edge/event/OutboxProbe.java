package io.bowline.control.edge.event;

import io.bowline.control.platform.Probe;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/// Somebody empties the outbox: without that, what was committed has no effect.
@Singleton
final class OutboxProbe implements Probe {
  private final OutboxConnector connector;

  OutboxProbe(@Connector(OutboxConnector.NAME) OutboxConnector connector) {
    this.connector = connector;
  }

  @Override
  public String part() {
    return "outbox";
  }

  @Override
  public boolean works() {
    return connector.drains();
  }
}
