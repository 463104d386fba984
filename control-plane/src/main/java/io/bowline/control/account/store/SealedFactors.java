package io.bowline.control.account.store;

import io.bowline.control.secret.SealedColumn;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Which column has people's second factors.
final class SealedFactors {
  private SealedFactors() {}

  @Produces
  @Singleton
  static SealedColumn column() {
    return new SealedColumn("member_totp", "secret", "'member/' || member || '/totp'");
  }
}
