package io.bowline.control.edge.event;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/// Takes away what empties the outbox of a process that runs.
@Singleton
public final class TakenOutbox {
  private final OutboxConnector connector;

  TakenOutbox(@Connector(OutboxConnector.NAME) OutboxConnector connector) {
    this.connector = connector;
  }

  public void take() {
    connector.close();
  }
}
