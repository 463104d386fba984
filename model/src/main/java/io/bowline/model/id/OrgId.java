package io.bowline.model.id;

import java.util.UUID;

/// Names an organization (tenant).
public record OrgId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static OrgId parse(String text) {
    return new OrgId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
