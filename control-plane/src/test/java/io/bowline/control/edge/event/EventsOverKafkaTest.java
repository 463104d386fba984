package io.bowline.control.edge.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Events;
import io.bowline.model.id.OrgId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The same build with Kafka by configuration: what a transaction committed is carried to a real
/// broker, and handled from there.
@QuarkusTest
@TestProfile(EventsOverKafkaTest.OnKafka.class)
@QuarkusTestResource(value = SharedDatabase.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = KafkaBroker.class, restrictToAnnotatedClass = true)
@Tag("real")
class EventsOverKafkaTest {
  /// A process of its own.
  public static final class OnKafka implements QuarkusTestProfile {}

  @Inject Transactions transactions;
  @Inject Events events;
  @Inject HeardEvents heard;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String broker;

  @Test
  void whatWasCommittedGoesOverTheBrokerToItsHandler() throws Exception {
    OrgId org = new OrgId(UUID.randomUUID());
    Set<String> published = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      Event event = new Event(HeardEvents.TOPIC, org, "key-" + i, "{\"n\":" + i + "}");
      transactions.runInOrg(org, tx -> events.publish(tx, event));
      published.add(event.key());
    }

    Set<String> handled = new HashSet<>();
    while (!handled.containsAll(published)) {
      Event event = heard.next();
      assertThat(event.org()).isEqualTo(org);
      handled.add(event.key());
    }
    assertThat(onTheBroker(org, published.size())).containsAll(published);
  }

  /// What anybody who reads the topic sees.
  private Set<String> onTheBroker(OrgId org, int atLeast) {
    Set<String> keys = new HashSet<>();
    Instant until = Instant.now().plusSeconds(90);
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker,
                ConsumerConfig.GROUP_ID_CONFIG, "looking-on",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of("bowline.events"));
      while (keys.size() < atLeast && Instant.now().isBefore(until)) {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(record -> {
              Event event = Envelope.decode(record.value());
              if (event.org().equals(org)) {
                keys.add(event.key());
              }
            });
      }
    }
    return keys;
  }
}
