package io.bowline.control.dataplane;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetMaker;
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
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
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
  private static final String OPERATOR = "operator";
  private static final String RELEASE = "Its runner is at work, and its first release comes: ";
  private static final int AT_ONCE = 500;

  private final Transactions transactions;
  private final Fleets fleets;
  private final SilentFleets store;
  private final FleetReleases releases;
  private final List<FleetMaker> makers;

  public ReadyFleets(
      Transactions transactions,
      Fleets fleets,
      SilentFleets store,
      FleetReleases releases,
      @All List<FleetMaker> makers) {
    this.transactions = transactions;
    this.fleets = fleets;
    this.store = store;
    this.releases = releases;
    this.makers = List.copyOf(makers);
  }

  @Override
  public void told(Tx tx, OrgId org, InstallId install, List<Check> checks) {
    for (Fleet fleet : fleets.of(tx, org, install)) {
      if (isMade(tx, fleet)) {
        told(tx, fleet, install, checks);
      }
    }
  }

  private void told(Tx tx, Fleet fleet, InstallId install, List<Check> checks) {
    if (checks.isEmpty()) {
      Move _ = fleets.move(tx, fleet, FleetStatus.UNHEALTHY, "Its runner found nothing to tell.");
      return;
    }
    List<Check> missing = missing(fleet, checks);
    String said =
        missing.stream()
            .map(check -> check.name() + ": " + check.detail())
            .collect(Collectors.joining(" "));
    Optional<String> coming =
        fleet.status() == FleetStatus.PROVISIONING
                && missing.stream().allMatch(check -> check.name().equals(OPERATOR))
            ? releases.underWay(tx, fleet.org(), install)
            : Optional.empty();
    Move _ =
        missing.isEmpty()
            ? fleets.move(tx, fleet, FleetStatus.HEALTHY, READY)
            : coming
                .map(what -> fleets.move(tx, fleet, FleetStatus.PROVISIONING, RELEASE + what + "."))
                .orElseGet(() -> fleets.move(tx, fleet, FleetStatus.UNHEALTHY, said));
  }

  private static List<Check> missing(Fleet fleet, List<Check> checks) {
    // a fleet that is full is well: its own clusters take the room
    boolean full = fleet.room().unitsLeft() <= 0;
    return checks.stream()
        .filter(check -> check.result() != Result.OK)
        .filter(check -> !full || !check.name().equals(CAPACITY))
        .toList();
  }

  /// While there is work from outside, as with a kubeconfig, that comes first.
  private boolean isMade(Tx tx, Fleet fleet) {
    return switch (fleet.status()) {
      case HEALTHY, UNHEALTHY -> true;
      case PROVISIONING ->
          makers.stream()
              .filter(maker -> maker.makes(fleet.infra()))
              .noneMatch(maker -> maker.works(tx, fleet));
      case PENDING, ERROR, DELETING, DELETE_FAILED -> false;
    };
  }

  /// Looks for fleets that count as well although their runners told nothing for too long.
  @Override
  public void sweep() {
    for (SilentFleets.Silent silent :
        transactions.asSystem(WATCH, tx -> store.silent(tx, SILENCE_ALLOWED, AT_ONCE))) {
      try {
        transactions.runInOrg(silent.org(), tx -> silent(tx, silent));
      } catch (RuntimeException e) {
        LOG.warnf(e, "A fleet whose runner is silent could not be said to be; it is tried again");
      }
    }
  }

  private void silent(Tx tx, SilentFleets.Silent silent) {
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
