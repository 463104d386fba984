package io.bowline.control.dataplane;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.form.AdvancedForm;
import io.bowline.control.fleet.form.InfraType;
import java.util.Map;

/// What a fleet's runner is told of the customer's registry. The password and the authority are
/// never told: the customer keeps them in a Secret beside the runner, which finds them mounted.
final class RegistryLines {
  private static final String SECRET = "/etc/bowline/registry/";

  private RegistryLines() {}

  /// Lines of the runner's properties: the registry that was asked for, else the one that was made
  /// with the cluster; none when there is neither.
  ///
  /// @param made host and prefix of its repositories, as the module told them
  static String of(Fleet fleet, String made) {
    Map<String, Object> advanced = fleet.advanced();
    return advanced.containsKey(AdvancedForm.REGISTRY)
        ? asked(advanced, advanced.get(AdvancedForm.REGISTRY))
        : made(fleet.infra(), made);
  }

  private static String made(InfraType infra, String registry) {
    String[] parts = registry.split("/", 2);
    var lines = new StringBuilder();
    // what the account told goes into a file of lines: nothing that could end one
    if (parts.length == 2 && registry.matches("[A-Za-z0-9._/-]+")) {
      told(lines, "url", "https://" + parts[0]);
      told(lines, "prefix", parts[1]);
      told(lines, "kind", kind(infra));
    }
    return lines.toString();
  }

  private static String kind(InfraType infra) {
    return switch (infra) {
      case AWS -> "ecr";
      case AZURE -> "acr";
      case GCP -> "google";
      case ORACLE -> "ocir";
      case BYOK -> "plain";
    };
  }

  /// @param advanced as {@link AdvancedForm} has read it, so that no value breaks out of its line
  private static String asked(Map<String, Object> advanced, Object url) {
    var lines = new StringBuilder();
    told(lines, "url", url);
    if (advanced.containsKey(AdvancedForm.REGISTRY_PULLED_FROM)) {
      told(lines, "pulled-from", advanced.get(AdvancedForm.REGISTRY_PULLED_FROM));
    }
    if (advanced.containsKey(AdvancedForm.REGISTRY_USER)) {
      told(lines, "user", advanced.get(AdvancedForm.REGISTRY_USER));
      told(lines, "password-file", SECRET + "password");
    }
    if (Boolean.TRUE.equals(advanced.get(AdvancedForm.REGISTRY_CA))) {
      told(lines, "ca-file", SECRET + "ca.crt");
    }
    return lines.toString();
  }

  private static void told(StringBuilder lines, String key, Object value) {
    lines.append("bowline.registry.").append(key).append('=').append(value).append('\n');
  }
}
