package io.bowline.model.id;

import java.util.UUID;

/// Names an install: one data plane in one place.
public record InstallId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static InstallId parse(String text) {
    return new InstallId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
