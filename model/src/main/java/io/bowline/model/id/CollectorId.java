package io.bowline.model.id;

import java.util.UUID;

/// Names one sender of logs or metrics that a customer runs beside the runner.
public record CollectorId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static CollectorId parse(String text) {
    return new CollectorId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
