package io.bowline.control.byok;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetEnd;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.RunnerArrival;
import io.bowline.control.runner.RunnerRecord;
import jakarta.enterprise.context.ApplicationScoped;

/// Destroys a kubeconfig in the very transaction in which it has done what it was lent for, or its
/// fleet goes.
@ApplicationScoped
public class LentEnds implements RunnerArrival, FleetEnd {
  private final LentKubeconfigs kubeconfigs;
  private final Fleets fleets;

  public LentEnds(LentKubeconfigs kubeconfigs, Fleets fleets) {
    this.kubeconfigs = kubeconfigs;
    this.fleets = fleets;
  }

  @Override
  public void enrolled(Tx tx, RunnerRecord runner) {
    for (Fleet fleet : fleets.of(tx, runner.org(), runner.install())) {
      fleets
          .lock(tx, fleet.org(), fleet.id())
          .ifPresent(now ->
              kubeconfigs.destroy(
                  tx, now, "the fleet's runner has enrolled", "runner/" + runner.id()));
    }
  }

  @Override
  public void gone(Tx tx, Fleet fleet, String by) {
    kubeconfigs.destroy(tx, fleet, "the fleet is gone", by);
  }
}
