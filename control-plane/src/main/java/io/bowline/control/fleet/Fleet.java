package io.bowline.control.fleet;

import io.bowline.control.fleet.form.InfraType;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A place for Kafka clusters.
///
/// @param identifier as people call it; unique in the organization, for good
/// @param domain of its listeners, in small letters; unique in the organization
/// @param placement where it is, as its form has it
/// @param advanced its inner parts, as the form of its infrastructure has them
/// @param provider whose credentials make it; empty where none are needed
/// @param install the data plane whose runner serves it, once there is one
/// @param begun whether somebody ever began to make it
public record Fleet(
    OrgId org,
    FleetId id,
    String identifier,
    InfraType infra,
    String domain,
    Tenancy tenancy,
    Room room,
    Map<String, Object> placement,
    Map<String, Object> advanced,
    Optional<FleetProviderId> provider,
    Optional<InstallId> install,
    boolean begun,
    Standing standing,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {
  public Fleet {
    placement = Map.copyOf(placement);
    advanced = Map.copyOf(advanced);
  }

  /// How it is.
  public FleetStatus status() {
    return standing.status();
  }
}
