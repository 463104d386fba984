package io.bowline.model.id;

import java.util.UUID;

/// Names an API token or an enrollment token.
public record TokenId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static TokenId parse(String text) {
    return new TokenId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
