package io.bowline.model.id;

import java.util.UUID;

/// Names a published release.
public record ReleaseId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static ReleaseId parse(String text) {
    return new ReleaseId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
