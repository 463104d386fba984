package io.bowline.control.runner;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import java.time.Instant;
import java.util.Optional;

/// A runner that has enrolled.
///
/// @param role what its certificates say that it is; follows from where it is at work
/// @param certificateUntil end of its newest certificate
/// @param recoveries how often it came back by its long-lived key
/// @param generation counts its attempts to recover; a used number admits nothing
public record RunnerRecord(
    OrgId org,
    RunnerId id,
    InstallId install,
    Identity.Role role,
    String version,
    Instant enrolledAt,
    Instant certificateUntil,
    int recoveries,
    long generation,
    Optional<Revocation> revoked) {
  /// Why it may not come back.
  public record Revocation(Instant at, String because) {}
}
