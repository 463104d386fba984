package io.bowline.control.edge.http.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bowline.control.byok.LentKubeconfig;
import io.bowline.control.edge.http.documented.Timestamp;
import io.bowline.model.id.JobId;
import io.bowline.model.probe.Check;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is told of a lent kubeconfig; never what is in it.
///
/// @param status `lent` as long as it is here, `destroyed` after
/// @param revision how many were lent for the fleet so far
/// @param server address of the cluster's API
/// @param namespace where the runner is put
/// @param job the newest that works with it
/// @param checks what the newest look at the cluster found
/// @param expiresAt when it is destroyed at the latest
/// @param destroyedBecause null as long as it is here
@Schema(name = "LentKubeconfig")
public record KubeconfigView(
    String fleet,
    String status,
    long revision,
    String context,
    String server,
    String namespace,
    @JsonProperty("lent_by") String lentBy,
    @JsonProperty("lent_at") String lentAt,
    @JsonProperty("expires_at") String expiresAt,
    @Nullable String job,
    List<CheckView> checks,
    @JsonProperty("destroyed_at") @Nullable String destroyedAt,
    @JsonProperty("destroyed_because") @Nullable String destroyedBecause) {
  /// One thing that was looked at in the cluster.
  ///
  /// @param result `ok`, `failed`, `inconclusive` or `skipped`
  /// @param detail what was found, and what to do
  @Schema(name = "ClusterCheck")
  public record CheckView(String name, String result, String detail) {
    static CheckView of(Check check) {
      return new CheckView(check.name(), check.result().text(), check.detail());
    }
  }

  static KubeconfigView of(String fleet, LentKubeconfig kubeconfig) {
    return new KubeconfigView(
        fleet,
        kubeconfig.here() ? "lent" : "destroyed",
        kubeconfig.revision(),
        kubeconfig.context(),
        kubeconfig.server(),
        kubeconfig.namespace(),
        kubeconfig.lentBy(),
        Timestamp.of(kubeconfig.lentAt()),
        Timestamp.of(kubeconfig.expiresAt()),
        kubeconfig.job().map(JobId::toString).orElse(null),
        kubeconfig.checks().stream().map(CheckView::of).toList(),
        kubeconfig.ended().map(ending -> Timestamp.of(ending.at())).orElse(null),
        kubeconfig.ended().map(LentKubeconfig.Ending::why).orElse(null));
  }
}
