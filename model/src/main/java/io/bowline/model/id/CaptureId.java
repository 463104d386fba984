package io.bowline.model.id;

import java.util.UUID;

/// Names a capture: logs on request.
public record CaptureId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static CaptureId parse(String text) {
    return new CaptureId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
