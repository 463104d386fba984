package io.bowline.control.byok;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetEnd;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.Move;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.RunnerArrival;
import io.bowline.control.runner.RunnerRecord;
import jakarta.enterprise.context.ApplicationScoped;

/// Destroys a kubeconfig in the very transaction in which it has done what it was lent for, or its
/// fleet goes.
@ApplicationScoped
public class LentEnds implements RunnerArrival, FleetEnd {
  private final Fleets fleets;
  private final LentLedger ledger;

  LentEnds(Fleets fleets, LentLedger ledger) {
    this.fleets = fleets;
    this.ledger = ledger;
  }

  @Override
  public void enrolled(Tx tx, RunnerRecord runner) {
    for (Fleet fleet : fleets.of(tx, runner.org(), runner.install())) {
      fleets
          .lock(tx, fleet.org(), fleet.id())
          .filter(now ->
              ledger.destroy(tx, now, "the fleet's runner has enrolled", "runner/" + runner.id()))
          .filter(now -> now.status() == FleetStatus.PROVISIONING)
          .ifPresent(now -> {
            Move _ =
                fleets.move(
                    tx,
                    now,
                    FleetStatus.PROVISIONING,
                    "Its runner has enrolled, and the kubeconfig is destroyed. It says when the cluster is ready.");
          });
    }
  }

  @Override
  public void gone(Tx tx, Fleet fleet, String by) {
    boolean _ = ledger.destroy(tx, fleet, "the fleet is gone", by);
  }
}
