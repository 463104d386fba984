package io.bowline.control.fleet;

import io.bowline.control.domain.BaseDomain;
import io.bowline.control.domain.DomainUse;
import io.bowline.control.platform.Tx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Keeps domains that fleets need.
@ApplicationScoped
class DomainsInUse implements DomainUse {
  private final FleetStore store;

  DomainsInUse(FleetStore store) {
    this.store = store;
  }

  @Override
  public Optional<String> of(Tx tx, BaseDomain domain) {
    return store
        .withDomain(tx, domain.org(), domain.name().text())
        .map(fleet -> "the fleet " + fleet.identifier());
  }
}
