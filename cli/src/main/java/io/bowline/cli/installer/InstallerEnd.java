package io.bowline.cli.installer;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.permission.OneShot;
import io.bowline.model.place.Cloud;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is left to do with the one-shot role once an install has its runner.
public final class InstallerEnd {
  /// How an install is when its runner is there, or was.
  private static final Set<String> TAKEN_OVER =
      Set.of("preflight", "installing", "active", "error");

  private InstallerEnd() {}

  /// Lines for people; none where there is no such role, or where it is still of use.
  ///
  /// @param install as the API shows it
  public static List<String> lines(JsonNode install) {
    Optional<Cloud> cloud = Cloud.parse(install.path("cloud").asText());
    if (cloud.isEmpty() || !TAKEN_OVER.contains(install.path("status").asText())) {
      return List.of();
    }
    return cloud.get() == Cloud.AWS ? aws(install) : others(cloud.get(), install);
  }

  private static List<String> others(Cloud cloud, JsonNode install) {
    var role =
        new OneShot(
            cloud,
            install.path("name").asText(),
            install.path("account").asText(),
            Instant.EPOCH,
            true);
    List<String> lines = new ArrayList<>();
    lines.add("INSTALLER ROLE, if it was made: nothing needs it any more. Delete it:");
    role.commands().away().forEach(line -> lines.add("  " + line));
    return List.copyOf(lines);
  }

  private static List<String> aws(JsonNode install) {
    String role = "bowline-installer-" + install.path("name").asText();
    return List.of(
        "INSTALLER ROLE: nothing needs it any more. Delete it:",
        "  aws iam delete-role-policy --role-name %s --policy-name make".formatted(role),
        "  aws iam delete-role --role-name " + role,
        "Whether it is still there: unknown, since neither the runner nor we may look at it. This says:",
        "  aws iam get-role --role-name " + role);
  }
}
