package io.bowline.control.byok;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.Move;
import io.bowline.control.platform.Swept;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.readiness.ReadinessListener;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Says of a fleet what its runner says of it: `Healthy` while a Kafka cluster could be created
/// now, else `Unhealthy` with what is missing; and so when the runner falls silent, since then
/// nobody knows.
@ApplicationScoped
public class ReadyFleets implements ReadinessListener, Swept {
  /// A runner tells at least once a minute; one telling may be lost.
  static final Duration SILENCE_ALLOWED = Duration.ofMinutes(2);

  private static final Logger LOG = Logger.getLogger(ReadyFleets.class);
  private static final SystemTask WATCH = new SystemTask("fleet-watch");
  private static final String READY = "A Kafka cluster can be created on it now.";
  private static final String CAPACITY = "capacity";
  private static final int AT_ONCE = 500;

  private final Transactions transactions;
  private final Fleets fleets;
  private final LentStore store;

  public ReadyFleets(Transactions transactions, Fleets fleets, LentStore store) {
    this.transactions = transactions;
    this.fleets = fleets;
    this.store = store;
  }

  @Override
  public void told(Tx tx, OrgId org, InstallId install, List<Check> checks) {
    for (Fleet fleet : fleets.of(tx, org, install)) {
      if (isMade(tx, fleet)) {
        String missing = missing(fleet, checks);
        Move _ =
            missing.isEmpty()
                ? fleets.move(tx, fleet, FleetStatus.HEALTHY, READY)
                : fleets.move(tx, fleet, FleetStatus.UNHEALTHY, missing);
      }
    }
  }

  private static String missing(Fleet fleet, List<Check> checks) {
    if (checks.isEmpty()) {
      return "Its runner found nothing to tell.";
    }
    // a fleet that is full is well: its own clusters take the room
    boolean full = fleet.room().unitsLeft() <= 0;
    return checks.stream()
        .filter(check -> check.result() != Result.OK)
        .filter(check -> !full || !check.name().equals(CAPACITY))
        .map(check -> check.name() + ": " + check.detail())
        .collect(Collectors.joining(" "));
  }

  /// While a kubeconfig is in use its work comes first.
  private boolean isMade(Tx tx, Fleet fleet) {
    return switch (fleet.status()) {
      case HEALTHY, UNHEALTHY -> true;
      case PROVISIONING ->
          store.find(tx, fleet.org(), fleet.id()).filter(LentKubeconfig::here).isEmpty();
      case PENDING, ERROR, DELETING, DELETE_FAILED -> false;
    };
  }

  /// Looks for fleets that count as well although their runners told nothing for too long.
  @Override
  public void sweep() {
    for (LentStore.Silent silent :
        transactions.asSystem(WATCH, tx -> store.silent(tx, SILENCE_ALLOWED, AT_ONCE))) {
      try {
        transactions.runInOrg(silent.org(), tx -> silent(tx, silent));
      } catch (RuntimeException e) {
        LOG.warnf(e, "A fleet whose runner is silent could not be said to be; it is tried again");
      }
    }
  }

  private void silent(Tx tx, LentStore.Silent silent) {
    fleets
        .lock(tx, silent.org(), silent.fleet())
        .filter(fleet -> fleet.status() == FleetStatus.HEALTHY)
        .ifPresent(fleet -> {
          Move _ =
              fleets.move(
                  tx,
                  fleet,
                  FleetStatus.UNHEALTHY,
                  "Its runner has told nothing since %s, so nobody knows whether it is ready."
                      .formatted(silent.since().truncatedTo(ChronoUnit.SECONDS)));
        });
  }
}
