package io.bowline.control.edge.event;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/// Carries the outbox to Kafka, where Kafka carries the events (`bowline.events.connector`). An
/// event leaves the outbox when Kafka has taken it; without Kafka both channels are off.
@ApplicationScoped
public class KafkaRelay {
  @Incoming("outbox")
  @Outgoing("events-out")
  String relay(String envelope) {
    return envelope;
  }
}
