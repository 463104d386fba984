package io.bowline.control.sso.store;

import io.bowline.control.secret.SealedColumn;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Which column has what organizations show to their identity providers.
final class SealedClientSecrets {
  private SealedClientSecrets() {}

  @Produces
  @Singleton
  static SealedColumn column() {
    return new SealedColumn("sso_setting", "client_secret", "'sso/client-secret'");
  }
}
