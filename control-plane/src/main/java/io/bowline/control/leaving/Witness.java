package io.bowline.control.leaving;

import java.util.Locale;

/// Who has seen something in the account, or seen it gone.
public enum Witness {
  /// The install's runner, while it was there.
  RUNNER,
  /// What made the base layer.
  DOOR,
  /// The customer, with their own credentials.
  CUSTOMER;

  /// The word in the API.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
