package io.bowline.control.domain.store;

import io.bowline.control.secret.SealedColumn;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Which column has the keys of domains' certificates.
final class SealedDomainKeys {
  private SealedDomainKeys() {}

  @Produces
  @Singleton
  static SealedColumn column() {
    return new SealedColumn("base_domain", "sealed_key", "'base-domain/' || id || '/key'");
  }
}
