package io.bowline.control.edge.event;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.util.Map;

/// A real Kafka in this JVM, and the configuration that carries events over it.
public final class KafkaBroker implements QuarkusTestResourceLifecycleManager {
  private final EmbeddedKafkaBroker broker = new EmbeddedKafkaBroker().withNodeId(1);

  @Override
  public Map<String, String> start() {
    broker.start();
    return Map.of(
        "bowline.events.connector", "smallrye-kafka",
        "bowline.events.relay", "true",
        "kafka.bootstrap.servers", broker.getAdvertisedListeners());
  }

  @Override
  public void stop() {
    broker.close();
  }
}
