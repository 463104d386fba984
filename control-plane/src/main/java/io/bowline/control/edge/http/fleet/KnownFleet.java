package io.bowline.control.edge.http.fleet;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.documented.Documented;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.Tenancy;
import io.bowline.control.fleet.form.InfraType;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Reads what names a fleet, or words of one.
@Singleton
final class KnownFleet {
  private final Fleets fleets;
  private final Caller caller;

  KnownFleet(Fleets fleets, Caller caller) {
    this.fleets = fleets;
    this.caller = caller;
  }

  /// By its identifier or its id.
  Fleet named(String identifierOrId) {
    return fleets.named(caller.org(), identifierOrId).orElseThrow(KnownFleet::absent);
  }

  static ProblemException absent() {
    return ProblemException.notFound("fleet");
  }

  static InfraType infra(@Nullable String text) {
    return InfraType.parse(Documented.given("infra_type", text))
        .orElseThrow(() ->
            ProblemException.badField(
                "infra_type",
                "The field infra_type must be one of %s.".formatted(InfraType.all())));
  }

  static Tenancy tenancy(@Nullable String text) {
    return Tenancy.parse(Documented.given("tenancy_mode", text))
        .orElseThrow(() ->
            ProblemException.badField(
                "tenancy_mode",
                "The field tenancy_mode must be one of shared, isolated, dedicated."));
  }

  static FleetStatus status(String text) {
    try {
      return FleetStatus.of(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badField(
          "status",
          "The field status must be one of Pending, Provisioning, Healthy, Unhealthy, Error,"
              + " Deleting, DeleteFailed.");
    }
  }
}
