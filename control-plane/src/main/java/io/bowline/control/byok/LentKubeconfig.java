package io.bowline.control.byok;

import io.bowline.model.id.FleetId;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.Optional;

/// What may be told of a kubeconfig that somebody lent; the secret is not in it.
///
/// @param revision grows with each upload for the fleet
/// @param context as the file named it
/// @param server address of the cluster's API
/// @param expiresAt when it is destroyed at the latest
/// @param ended present once it is destroyed
public record LentKubeconfig(
    OrgId org,
    FleetId fleet,
    long revision,
    String context,
    String server,
    String lentBy,
    Instant lentAt,
    Instant expiresAt,
    Optional<Ending> ended) {
  /// How it was destroyed.
  public record Ending(Instant at, String why) {}

  /// Whether the secret is still here.
  public boolean here() {
    return ended.isEmpty();
  }
}
