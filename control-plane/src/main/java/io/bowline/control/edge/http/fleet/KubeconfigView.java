package io.bowline.control.edge.http.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bowline.control.byok.LentKubeconfig;
import io.bowline.control.edge.http.documented.Timestamp;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is told of a lent kubeconfig; never what is in it.
///
/// @param status `lent` as long as it is here, `destroyed` after
/// @param revision how many were lent for the fleet so far
/// @param server address of the cluster's API
/// @param expiresAt when it is destroyed at the latest
/// @param destroyedBecause null as long as it is here
@Schema(name = "LentKubeconfig")
public record KubeconfigView(
    String fleet,
    String status,
    long revision,
    String context,
    String server,
    @JsonProperty("lent_by") String lentBy,
    @JsonProperty("lent_at") String lentAt,
    @JsonProperty("expires_at") String expiresAt,
    @JsonProperty("destroyed_at") @Nullable String destroyedAt,
    @JsonProperty("destroyed_because") @Nullable String destroyedBecause) {
  static KubeconfigView of(String fleet, LentKubeconfig kubeconfig) {
    return new KubeconfigView(
        fleet,
        kubeconfig.here() ? "lent" : "destroyed",
        kubeconfig.revision(),
        kubeconfig.context(),
        kubeconfig.server(),
        kubeconfig.lentBy(),
        Timestamp.of(kubeconfig.lentAt()),
        Timestamp.of(kubeconfig.expiresAt()),
        kubeconfig.ended().map(ending -> Timestamp.of(ending.at())).orElse(null),
        kubeconfig.ended().map(LentKubeconfig.Ending::why).orElse(null));
  }
}
