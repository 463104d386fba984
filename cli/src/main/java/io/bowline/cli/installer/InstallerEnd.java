package io.bowline.cli.installer;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.place.Cloud;
import java.util.List;
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
    if (!install.path("cloud").asText().equals(Cloud.AWS.text())
        || !TAKEN_OVER.contains(install.path("status").asText())) {
      return List.of();
    }
    String role = "bowline-installer-" + install.path("name").asText();
    return List.of(
        "INSTALLER ROLE: nothing needs it any more. Delete it:",
        "  aws iam delete-role-policy --role-name %s --policy-name make".formatted(role),
        "  aws iam delete-role --role-name " + role,
        "Whether it is still there: unknown, since neither the runner nor we may look at it. This says:",
        "  aws iam get-role --role-name " + role);
  }
}
