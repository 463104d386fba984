package io.bowline.control.edge.event;

import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.Hints;
import io.bowline.control.platform.event.Parcels;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/// Brings the outbox to a channel: `mp.messaging.incoming.<channel>.connector=bowline-postgres`.
@ApplicationScoped
@Connector(OutboxConnector.NAME)
public class OutboxConnector implements InboundConnector {
  static final String NAME = "bowline-postgres";

  private final Transactions transactions;
  private final Parcels parcels;
  private final Hints hints;
  private final List<OutboxDrain> drains = new CopyOnWriteArrayList<>();

  public OutboxConnector(Transactions transactions, Parcels parcels, Hints hints) {
    this.transactions = transactions;
    this.parcels = parcels;
    this.hints = hints;
  }

  @Override
  public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
    OutboxDrain drain = new OutboxDrain(transactions, parcels, hints);
    drains.add(drain);
    return drain.messages();
  }

  /// Whether the outbox is being emptied.
  boolean drains() {
    return !drains.isEmpty() && drains.stream().allMatch(OutboxDrain::alive);
  }

  @PreDestroy
  void close() {
    drains.forEach(OutboxDrain::close);
  }
}
