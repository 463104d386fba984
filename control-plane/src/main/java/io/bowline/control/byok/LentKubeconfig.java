package io.bowline.control.byok;

import io.bowline.model.id.FleetId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Check;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What may be told of a kubeconfig that somebody lent; the secret is not in it.
///
/// @param revision grows with each upload for the fleet
/// @param context as the file named it
/// @param server address of the cluster's API
/// @param namespace where the runner is put
/// @param expiresAt when it is destroyed at the latest
/// @param job the newest that works with it
/// @param checks what the newest look at the cluster found
/// @param ended present once it is destroyed
public record LentKubeconfig(
    OrgId org,
    FleetId fleet,
    long revision,
    String context,
    String server,
    String namespace,
    String lentBy,
    Instant lentAt,
    Instant expiresAt,
    Optional<JobId> job,
    List<Check> checks,
    Optional<Ending> ended) {
  public LentKubeconfig {
    checks = List.copyOf(checks);
  }

  /// How it was destroyed.
  public record Ending(Instant at, String why) {}

  /// Whether the secret is still here.
  public boolean here() {
    return ended.isEmpty();
  }
}
