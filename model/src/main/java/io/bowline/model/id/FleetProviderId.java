package io.bowline.model.id;

import java.util.UUID;

/// Names the credentials of one cloud account.
public record FleetProviderId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static FleetProviderId parse(String text) {
    return new FleetProviderId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
