package io.bowline.model.id;

import java.util.UUID;

/// Names a domain under which an organization's fleets have their endpoints.
public record BaseDomainId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static BaseDomainId parse(String text) {
    return new BaseDomainId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
