package io.bowline.model.id;

import java.util.Locale;
import java.util.UUID;

/// Strict reading of UUIDs: `UUID.fromString` alone accepts shortened groups such as `1-1-1-1-1`.
final class UuidText {
  private UuidText() {}

  static UUID parse(String text) {
    if (text.length() == 36) {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return uuid;
      }
    }
    throw new IllegalArgumentException("not a UUID in canonical form (36 characters, 8-4-4-4-12)");
  }
}
