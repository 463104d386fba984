package io.bowline.control.dataplane;

import io.bowline.control.fleet.form.AdvancedForm;
import java.util.Map;

/// What a fleet's runner is told of the customer's registry. The password and the authority are
/// never told: the customer keeps them in a Secret beside the runner, which finds them mounted.
final class RegistryLines {
  private static final String SECRET = "/etc/bowline/registry/";

  private RegistryLines() {}

  /// Lines of the runner's properties; none when nothing was said of a registry.
  ///
  /// @param advanced as {@link AdvancedForm} has read it, so that no value breaks out of its line
  static String of(Map<String, Object> advanced) {
    if (!advanced.containsKey(AdvancedForm.REGISTRY)) {
      return "";
    }
    var lines = new StringBuilder();
    told(lines, "url", advanced.get(AdvancedForm.REGISTRY));
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
