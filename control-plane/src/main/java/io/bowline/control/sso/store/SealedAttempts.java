package io.bowline.control.sso.store;

import io.bowline.control.secret.SealedColumn;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Which column has what sign-ins under way need again.
final class SealedAttempts {
  private SealedAttempts() {}

  @Produces
  @Singleton
  static SealedColumn column() {
    return new SealedColumn("sso_attempt", "sealed", "'sso/attempt/' || id");
  }
}
