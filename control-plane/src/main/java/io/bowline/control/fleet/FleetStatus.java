package io.bowline.control.fleet;

import java.util.Set;
import java.util.stream.Stream;

/// How a fleet is.
public enum FleetStatus {
  /// Asked for; nobody has begun.
  PENDING("Pending"),
  /// It is being made, or repaired.
  PROVISIONING("Provisioning"),
  /// A Kafka cluster can be created on it now.
  HEALTHY("Healthy"),
  /// It is there, and something that Kafka needs is missing.
  UNHEALTHY("Unhealthy"),
  /// It could not be made; somebody has to do something and ask again.
  ERROR("Error"),
  /// It is being taken down.
  DELETING("Deleting"),
  /// It could not be taken down; somebody has to do something and ask again.
  DELETE_FAILED("DeleteFailed");

  private final String word;

  FleetStatus(String word) {
    this.word = word;
  }

  /// The word in the API and the database.
  public String word() {
    return word;
  }

  /// Reads {@link #word()}.
  ///
  /// @throws IllegalArgumentException when it is none
  public static FleetStatus of(String word) {
    return Stream.of(values())
        .filter(status -> status.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no status of a fleet: " + word));
  }

  /// Which may come next. What stays as it is may always be given another reason.
  public Set<FleetStatus> next() {
    return switch (this) {
      case PENDING -> Set.of(PROVISIONING, ERROR, DELETING);
      case PROVISIONING -> Set.of(HEALTHY, UNHEALTHY, ERROR, DELETING);
      case HEALTHY -> Set.of(UNHEALTHY, PROVISIONING, DELETING);
      case UNHEALTHY -> Set.of(HEALTHY, PROVISIONING, ERROR, DELETING);
      case ERROR -> Set.of(PENDING, DELETING);
      case DELETING -> Set.of(DELETE_FAILED);
      case DELETE_FAILED -> Set.of(DELETING);
    };
  }

  /// Whether it may become that one, or be it with another reason.
  public boolean mayBecome(FleetStatus other) {
    return this == other || next().contains(other);
  }
}
