package io.bowline.control.provider;

import io.bowline.cloud.Configuration;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalLong;

/// Lends the configuration of a provider for one handover, in the revision that a job names.
@ApplicationScoped
public class ProviderLoan {
  private final FleetProviders providers;

  public ProviderLoan(FleetProviders providers) {
    this.providers = providers;
  }

  /// Which revision of its configuration is the present one; empty when there is no such provider.
  public OptionalLong revision(Tx tx, OrgId org, FleetProviderId id) {
    return providers.lock(tx, org, id).stream().mapToLong(FleetProvider::revision).findFirst();
  }

  /// Its configuration, secrets and all; empty when it is gone or another one by now.
  public Optional<Configuration> lend(Tx tx, OrgId org, FleetProviderId id, long revision) {
    return providers
        .lock(tx, org, id)
        .filter(provider -> provider.revision() == revision)
        .map(provider -> providers.open(tx, provider));
  }
}
