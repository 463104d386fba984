package io.bowline.control.fleet;

import java.util.Optional;

/// Whether a fleet's limits may be those: not below what is taken.
final class Lowering {
  private Lowering() {}

  /// What is in the way, and what to do.
  static Optional<String> hindrance(Room room, int maxTenants, int maxKafkaUnits) {
    if (maxTenants < room.tenants()) {
      return Optional.of(
          "The fleet has %d Kafka clusters, so max_tenants cannot be %d. Delete clusters first."
              .formatted(room.tenants(), maxTenants));
    }
    if (maxKafkaUnits < room.kafkaUnits()) {
      return Optional.of(
          "The Kafka clusters of the fleet have %d units, so max_kafka_units cannot be %d. Resize or delete clusters first."
              .formatted(room.kafkaUnits(), maxKafkaUnits));
    }
    return Optional.empty();
  }
}
