package io.bowline.model.id;

import java.util.UUID;

/// Names one runner enrolled for an install.
public record RunnerId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static RunnerId parse(String text) {
    return new RunnerId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
