package io.bowline.model.id;

import java.util.UUID;

/// Names a fleet: a place for Kafka clusters.
public record FleetId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static FleetId parse(String text) {
    return new FleetId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
