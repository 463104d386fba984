package io.bowline.control.install;

import java.util.Locale;

/// How an install is.
public enum InstallStatus {
  /// Created; its runner has not been heard yet.
  AWAITING_RUNNER,
  /// Its runner is heard.
  ACTIVE,
  /// Its runner is silent, or what it runs is not healthy.
  ERROR,
  /// Its runner removes the components.
  DEPROVISIONING,
  /// The runner has removed what it had made; the customer deletes the base layer.
  AWAITING_CUSTOMER_TEARDOWN;

  /// The word in the API and the database.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static InstallStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
