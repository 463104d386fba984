package io.bowline.model.id;

import java.util.UUID;

/// Names a Kafka cluster.
public record KafkaClusterId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static KafkaClusterId parse(String text) {
    return new KafkaClusterId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
