package io.bowline.model.id;

import java.util.UUID;

/// Names a job.
public record JobId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static JobId parse(String text) {
    return new JobId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
