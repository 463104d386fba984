package io.bowline.control.install;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One data plane in one place.
///
/// @param account the cloud account it is bound to; a runner that phones home from another is
///   refused
/// @param inputs values by input name; secret inputs are references into the customer's cluster
/// @param release what it runs, as its runner last reported
/// @param proof what is asked about where its runner is, and what its cloud said
/// @param heardAt when its runner was last heard
public record InstallRecord(
    OrgId org,
    InstallId id,
    String name,
    String product,
    String cloud,
    String account,
    String region,
    Map<String, String> inputs,
    Optional<Digest> release,
    InstallStatus status,
    String reason,
    Optional<Instant> heardAt,
    Proof proof,
    Instant createdAt) {
  public InstallRecord {
    inputs = Map.copyOf(inputs);
  }
}
