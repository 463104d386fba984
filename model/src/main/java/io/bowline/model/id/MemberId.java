package io.bowline.model.id;

import java.util.UUID;

/// Names a member of an organization.
public record MemberId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static MemberId parse(String text) {
    return new MemberId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
