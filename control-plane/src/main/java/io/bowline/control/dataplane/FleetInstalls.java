package io.bowline.control.dataplane;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.form.PlacementForm;
import io.bowline.control.install.Creation;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.install.NewInstall;
import io.bowline.control.install.ProofPolicy;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/// The installs of fleets, made once there is a cluster for a runner, since a fleet is the Kafka
/// face of an install.
@ApplicationScoped
public class FleetInstalls {
  private static final String PRODUCT = "bowline/kafka";
  private static final String SOMEWHERE = "unknown";
  private static final int LONGEST_NAME = 63;

  private final Fleets fleets;
  private final Installs installs;
  private final FleetRunnerSettings settings;

  public FleetInstalls(Fleets fleets, Installs installs, FleetRunnerSettings settings) {
    this.fleets = fleets;
    this.installs = installs;
    this.settings = settings;
  }

  /// What stands in the way on our side.
  public Optional<String> hindrance() {
    if (settings.image().isPresent() && settings.trustRoot().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "The cluster is there, and the vendor has not said which runner to put there (%s). Retry when that is done."
            .formatted(
                settings.image().isEmpty()
                    ? "bowline.fleet-runner.image"
                    : "bowline.fleet-runner.trust-root"));
  }

  /// Makes the fleet's install where there is none.
  ///
  /// @param account in which the cluster is, as its runner says it when it enrolls
  public void ensure(Tx tx, Fleet fleet, String account, String by) {
    if (fleet.install().isEmpty()) {
      fleets.serve(tx, fleet, made(tx, fleet, account, by));
    }
  }

  private InstallId made(Tx tx, Fleet fleet, String account, String by) {
    String wanted = "fleet-" + fleet.identifier();
    if (wanted.length() <= LONGEST_NAME
        && installs.createThere(tx, fleet.org(), wish(fleet, wanted, account), by)
            instanceof Creation.Created(InstallRecord install)) {
      return install.id();
    }
    return switch (installs.createThere(
        tx, fleet.org(), wish(fleet, "fleet-" + fleet.id(), account), by)) {
      case Creation.Created(InstallRecord install) -> install.id();
      case Creation other ->
          throw new IllegalStateException("no install for fleet " + fleet.id() + ": " + other);
    };
  }

  private static NewInstall wish(Fleet fleet, String name, String account) {
    // the cluster is one that we have made or were let into: where it is, is known
    return new NewInstall(
        name,
        PRODUCT,
        fleet.infra().text(),
        account,
        region(fleet),
        Map.of(),
        Optional.of(ProofPolicy.IF_OFFERED));
  }

  /// Where it is, as far as somebody said it.
  static String region(Fleet fleet) {
    return Optional.ofNullable(fleet.placement().get(PlacementForm.REGION))
        .map(Object::toString)
        .orElse(SOMEWHERE);
  }

  /// Whether its runner is at work.
  public boolean isConnected(Tx tx, Fleet fleet) {
    return fleet
        .install()
        .flatMap(install -> installs.find(tx, fleet.org(), install))
        .filter(install -> install.status().runs())
        .isPresent();
  }
}
