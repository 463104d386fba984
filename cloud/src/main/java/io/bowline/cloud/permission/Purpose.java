package io.bowline.cloud.permission;

import java.util.Locale;

/// Who needs a permission. What happens between creating and deleting is done in the account, by
/// the runner there, with its own identity.
public enum Purpose {
  /// The check of the provider itself.
  CHECK,
  CREATE,
  DELETE;

  /// As it stands in the API.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Purpose parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
