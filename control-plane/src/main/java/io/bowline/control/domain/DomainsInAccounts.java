package io.bowline.control.domain;

import io.bowline.control.platform.Tx;
import io.bowline.control.provider.FleetProvider;
import io.bowline.control.provider.ProviderUse;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Keeps providers in whose account the records of a domain are made.
@ApplicationScoped
class DomainsInAccounts implements ProviderUse {
  private final BaseDomainStore store;

  DomainsInAccounts(BaseDomainStore store) {
    this.store = store;
  }

  @Override
  public Optional<String> of(Tx tx, FleetProvider provider) {
    return store
        .inAccount(tx, provider.org(), provider.identifier())
        .map(domain -> "the base domain " + domain);
  }
}
