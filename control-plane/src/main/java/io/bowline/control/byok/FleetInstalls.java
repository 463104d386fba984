package io.bowline.control.byok;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.form.PlacementForm;
import io.bowline.control.install.Creation;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.install.Installs;
import io.bowline.control.install.NewInstall;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/// The data planes of fleets on clusters that are brought: made once a cluster was found fit, since
/// a fleet is the Kafka face of an install.
@ApplicationScoped
class FleetInstalls {
  private static final String PRODUCT = "bowline/kafka";
  private static final String SOMEWHERE = "unknown";
  private static final int LONGEST_NAME = 63;

  private final Fleets fleets;
  private final Installs installs;
  private final FleetRunnerSettings settings;

  FleetInstalls(Fleets fleets, Installs installs, FleetRunnerSettings settings) {
    this.fleets = fleets;
    this.installs = installs;
    this.settings = settings;
  }

  /// What stands in the way on our side.
  Optional<String> hindrance() {
    if (settings.image().isPresent() && settings.trustRoot().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "The cluster is fit, and the vendor has not said which runner to put there (%s). Retry when that is done."
            .formatted(
                settings.image().isEmpty()
                    ? "bowline.fleet-runner.image"
                    : "bowline.fleet-runner.trust-root"));
  }

  /// The fleet's install; it is made where there is none.
  void of(Tx tx, Fleet fleet, String by) {
    if (fleet.install().isEmpty()) {
      fleets.serve(tx, fleet, made(tx, fleet, by));
    }
  }

  private InstallId made(Tx tx, Fleet fleet, String by) {
    String wanted = "fleet-" + fleet.identifier();
    if (wanted.length() <= LONGEST_NAME
        && installs.create(tx, fleet.org(), wish(fleet, wanted), by)
            instanceof Creation.Created(InstallRecord install)) {
      return install.id();
    }
    return switch (installs.create(tx, fleet.org(), wish(fleet, "fleet-" + fleet.id()), by)) {
      case Creation.Created(InstallRecord install) -> install.id();
      case Creation other ->
          throw new IllegalStateException("no install for fleet " + fleet.id() + ": " + other);
    };
  }

  private static NewInstall wish(Fleet fleet, String name) {
    return new NewInstall(
        name, PRODUCT, fleet.infra().text(), fleet.id().toString(), region(fleet), Map.of());
  }

  /// Where it is, as far as somebody said it.
  static String region(Fleet fleet) {
    return Optional.ofNullable(fleet.placement().get(PlacementForm.REGION))
        .map(Object::toString)
        .orElse(SOMEWHERE);
  }

  /// Whether its runner is at work.
  boolean isConnected(Tx tx, Fleet fleet) {
    return fleet
        .install()
        .flatMap(install -> installs.find(tx, fleet.org(), install))
        .filter(install -> install.status() == InstallStatus.ACTIVE)
        .isPresent();
  }
}
