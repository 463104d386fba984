package io.bowline.control.fleet;

import io.bowline.control.platform.Tx;
import io.bowline.control.provider.FleetProvider;
import io.bowline.control.provider.ProviderUse;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Keeps providers that fleets need.
@ApplicationScoped
class ProvidersInUse implements ProviderUse {
  private final FleetStore store;

  ProvidersInUse(FleetStore store) {
    this.store = store;
  }

  @Override
  public Optional<String> of(Tx tx, FleetProvider provider) {
    return store.with(tx, provider.org(), provider.id()).map(fleet -> "the fleet " + fleet);
  }
}
