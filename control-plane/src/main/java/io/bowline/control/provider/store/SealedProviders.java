package io.bowline.control.provider.store;

import io.bowline.control.secret.SealedColumn;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Which column has the configurations of fleet providers.
final class SealedProviders {
  private SealedProviders() {}

  @Produces
  @Singleton
  static SealedColumn column() {
    return new SealedColumn(
        "fleet_provider", "sealed", "'fleet-provider/' || id || '/configuration'");
  }
}
