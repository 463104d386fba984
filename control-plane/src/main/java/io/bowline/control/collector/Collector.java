package io.bowline.control.collector;

import io.bowline.model.id.CollectorId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.Optional;

/// A sender of logs or metrics of one install.
///
/// @param name as people call it; unique in the install until it is revoked
/// @param certificateUntil end of its newest certificate
public record Collector(
    OrgId org,
    CollectorId id,
    InstallId install,
    String name,
    String createdBy,
    Instant createdAt,
    Instant certificateUntil,
    Optional<Instant> revokedAt) {}
