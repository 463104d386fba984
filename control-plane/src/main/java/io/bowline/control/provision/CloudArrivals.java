package io.bowline.control.provision;

import io.bowline.control.dataplane.FleetInstalls;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.Move;
import io.bowline.control.platform.Swept;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.RunnerArrival;
import io.bowline.control.runner.RunnerRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Hears of the runners of cloud fleets, and waits no longer for those that did not enroll.
@ApplicationScoped
public class CloudArrivals implements RunnerArrival, Swept {
  private static final SystemTask ARRIVAL = new SystemTask("fleet-arrival");
  private static final int AT_ONCE = 100;

  private final Transactions transactions;
  private final Fleets fleets;
  private final FleetWorkStore store;
  private final FleetInstalls installs;

  CloudArrivals(
      Transactions transactions, Fleets fleets, FleetWorkStore store, FleetInstalls installs) {
    this.transactions = transactions;
    this.fleets = fleets;
    this.store = store;
    this.installs = installs;
  }

  @Override
  public void enrolled(Tx tx, RunnerRecord runner) {
    for (Fleet served : fleets.of(tx, runner.org(), runner.install())) {
      fleets
          .lock(tx, served.org(), served.id())
          .filter(fleet ->
              fleet.infra().cloud().isPresent() && fleet.status() == FleetStatus.PROVISIONING)
          .ifPresent(fleet -> {
            store.enrollWithin(tx, fleet.org(), fleet.id(), Optional.empty());
            say(
                tx,
                fleet,
                FleetStatus.PROVISIONING,
                "Its runner has enrolled. It says when the cluster is ready.");
          });
    }
  }

  @Override
  public void sweep() {
    transactions
        .asSystem(ARRIVAL, tx -> store.unenrolled(tx, AT_ONCE))
        .forEach(due -> transactions.runInOrg(due.org(), tx -> unenrolled(tx, due)));
  }

  private void unenrolled(Tx tx, FleetWorkStore.Due due) {
    store.enrollWithin(tx, due.org(), due.fleet(), Optional.empty());
    fleets
        .lock(tx, due.org(), due.fleet())
        .filter(fleet -> fleet.status() == FleetStatus.PROVISIONING)
        .filter(fleet -> !installs.isConnected(tx, fleet))
        .ifPresent(fleet ->
            say(
                tx,
                fleet,
                FleetStatus.ERROR,
                "The runner was put into the cluster and did not enroll within an hour. Its log there says in one line what is in the way. Retry."));
  }

  /// What is impossible from how the fleet is now is no news.
  private void say(Tx tx, Fleet fleet, FleetStatus status, String reason) {
    Move _ = fleets.move(tx, fleet, status, reason);
  }
}
