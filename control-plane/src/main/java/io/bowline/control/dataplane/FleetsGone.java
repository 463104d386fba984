package io.bowline.control.dataplane;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetEnd;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.Runners;
import jakarta.enterprise.context.ApplicationScoped;

/// Takes back the certificates of a fleet's runner in the transaction in which the fleet goes: what
/// is left of it, wherever that is, gets no work and sends nothing more.
@ApplicationScoped
class FleetsGone implements FleetEnd {
  private final Runners runners;

  FleetsGone(Runners runners) {
    this.runners = runners;
  }

  @Override
  public void gone(Tx tx, Fleet fleet, String by) {
    fleet
        .install()
        .ifPresent(
            install -> runners.revokeAllOf(tx, fleet.org(), install, "its fleet is gone", by));
  }
}
