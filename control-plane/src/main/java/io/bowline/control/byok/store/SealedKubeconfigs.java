package io.bowline.control.byok.store;

import io.bowline.control.secret.SealedColumn;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Which column has the kubeconfigs that are lent.
final class SealedKubeconfigs {
  private SealedKubeconfigs() {}

  @Produces
  @Singleton
  static SealedColumn column() {
    return new SealedColumn(
        "lent_kubeconfig", "sealed", "'fleet/' || fleet || '/kubeconfig/' || revision");
  }
}
