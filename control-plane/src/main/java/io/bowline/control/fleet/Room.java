package io.bowline.control.fleet;

import io.bowline.model.sizing.KafkaUnits;

/// What a fleet may carry, and what is taken of it.
///
/// @param maxTenants most Kafka clusters
/// @param tenants Kafka clusters that there are
/// @param kafkaUnits the sum of what they have
public record Room(int maxTenants, int maxKafkaUnits, int tenants, int kafkaUnits) {
  /// No fleet carries more Kafka clusters.
  public static final int MOST_TENANTS = 1_000;

  /// A fleet's on the first day.
  public static Room empty(int maxTenants, int maxKafkaUnits) {
    return new Room(maxTenants, maxKafkaUnits, 0, 0);
  }

  /// Kafka clusters that may still come.
  public int tenantsLeft() {
    return maxTenants - tenants;
  }

  /// Units that are still free.
  public int unitsLeft() {
    return maxKafkaUnits - kafkaUnits;
  }

  /// What the free units take, in 10^6 bytes produced a second.
  public long megabytesLeft() {
    return megabytes(unitsLeft());
  }

  /// What so many units take, in 10^6 bytes produced a second.
  public static long megabytes(int units) {
    return units * KafkaUnits.BYTES_PER_SECOND / 1_000_000;
  }
}
