package io.bowline.control.fleet;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Hands out the room of fleets. A statement looks and takes at once, so that no number of requests
/// takes more than there is.
@ApplicationScoped
public class FleetRoom {
  private final FleetStore store;

  public FleetRoom(FleetStore store) {
    this.store = store;
  }

  /// Why a fleet cannot take a Kafka cluster, and what is left; empty when it can. Only a healthy
  /// one takes any: that is what healthy means.
  public static Optional<String> hindrance(Fleet fleet, Tenancy tenancy, int units) {
    if (fleet.tenancy() != tenancy) {
      return Optional.of(
          "is %s, and the cluster is to be %s".formatted(fleet.tenancy().text(), tenancy.text()));
    }
    if (fleet.room().tenantsLeft() < 1) {
      return Optional.of("max tenancy %d reached".formatted(fleet.room().maxTenants()));
    }
    return forUnits(fleet, units);
  }

  private static Optional<String> forUnits(Fleet fleet, int units) {
    if (fleet.status() != FleetStatus.HEALTHY) {
      return Optional.of(
          "is %s%s"
              .formatted(
                  fleet.status().word(),
                  fleet.standing().reason().isEmpty() ? "" : ": " + fleet.standing().reason()));
    }
    return fleet.room().unitsLeft() < units
        ? Optional.of(
            "%d of %d Kafka units are left (%d MBps), and %d are wanted"
                .formatted(
                    fleet.room().unitsLeft(),
                    fleet.room().maxKafkaUnits(),
                    fleet.room().megabytesLeft(),
                    units))
        : Optional.empty();
  }

  /// Takes room for one more Kafka cluster.
  public Taking take(Tx tx, OrgId org, FleetId fleet, Tenancy tenancy, int units) {
    return store
        .take(tx, org, fleet, tenancy, units)
        .<Taking>map(Taking.Taken::new)
        .orElseGet(() ->
            store
                .find(tx, org, fleet)
                .<Taking>map(now -> full(now, hindrance(now, tenancy, units)))
                .orElseGet(Taking.Absent::new));
  }

  /// Takes so many units more for a Kafka cluster that is there, or gives them back.
  public Taking grow(Tx tx, OrgId org, FleetId fleet, int more) {
    return store
        .grow(tx, org, fleet, more)
        .<Taking>map(Taking.Taken::new)
        .orElseGet(() ->
            store
                .find(tx, org, fleet)
                .<Taking>map(now -> full(now, forUnits(now, more)))
                .orElseGet(Taking.Absent::new));
  }

  private static Taking full(Fleet now, Optional<String> why) {
    return new Taking.Full(now, why.orElse("had no room a moment ago and has some now: try again"));
  }

  /// Gives the room of a Kafka cluster back.
  public Fleet giveBack(Tx tx, OrgId org, FleetId fleet, int units) {
    return store.giveBack(tx, org, fleet, units).orElseThrow();
  }
}
