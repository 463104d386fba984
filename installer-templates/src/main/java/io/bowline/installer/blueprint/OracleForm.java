package io.bowline.installer.blueprint;

import io.bowline.installer.Door;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameter.Group;
import io.bowline.installer.Parameter.Kind;
import io.bowline.installer.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;

/// The form that Oracle's console shows for the stack: a schema document of Resource Manager.
final class OracleForm {
  /// Filled in by Resource Manager itself: the tenancy in which somebody makes the stack.
  static final String OWN = "tenancy_ocid";

  private static final Map<String, String> PICKED =
      Map.of(
          "compartment_id", "oci:identity:compartment:id",
          "region", "oci:identity:region:name",
          "home_region", "oci:identity:region:name");

  private OracleForm() {}

  /// As the file `schema.yaml`.
  ///
  /// @param known values that an install has already
  static String text(Map<String, String> known) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("title", "Bowline data plane");
    schema.put(
        "description",
        "What a data plane stands on, in a compartment of yours: network, cluster, key, registry, the runner's rights.");
    schema.put("schemaVersion", "1.1.0");
    schema.put("version", Integer.toString(Parameters.VERSION));
    schema.put("locale", "en");
    schema.put("variableGroups", groups());
    Map<String, Object> variables = new LinkedHashMap<>();
    for (Parameter each : Parameters.of(Door.ORACLE_STACK)) {
      variables.put(each.name(), variable(each, Optional.ofNullable(known.get(each.name()))));
    }
    variables.put(OWN, Map.of("type", "string", "visible", false));
    schema.put("variables", variables);
    var options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setDefaultScalarStyle(ScalarStyle.PLAIN);
    options.setSplitLines(false);
    return "# The form of Oracle's console for this stack. Rendered.\n"
        + new Yaml(options).dump(schema);
  }

  private static List<Map<String, Object>> groups() {
    List<Map<String, Object>> groups = new ArrayList<>();
    for (Group group : Group.values()) {
      List<String> names =
          Parameters.of(Door.ORACLE_STACK).stream()
              .filter(each -> each.group() == group)
              .map(Parameter::name)
              .toList();
      if (!names.isEmpty()) {
        groups.add(group(group.title(), names, true));
      }
    }
    groups.add(group("Filled in by Resource Manager", List.of(OWN), false));
    return groups;
  }

  private static Map<String, Object> group(String title, List<String> names, boolean visible) {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("title", title);
    group.put("variables", new ArrayList<>(names));
    group.put("visible", visible);
    return group;
  }

  private static Map<String, Object> variable(Parameter parameter, Optional<String> known) {
    Map<String, Object> variable = new LinkedHashMap<>();
    String picked = PICKED.get(parameter.name());
    variable.put("type", picked == null ? "string" : picked);
    variable.put("title", title(parameter));
    variable.put("description", parameter.help());
    variable.put("required", parameter.standard().isEmpty());
    known.or(parameter::standard).ifPresent(value -> variable.put("default", value));
    if (picked == null) {
      variable.put("pattern", pattern(parameter));
    }
    return variable;
  }

  private static String pattern(Parameter parameter) {
    String one = "(" + parameter.constraint() + ")";
    return parameter.kind() == Kind.LIST ? "^%s(, ?%s)*$".formatted(one, one) : "^" + one + "$";
  }

  /// `vpc_address` as a person reads it: `Vpc address`.
  private static String title(Parameter parameter) {
    String words = parameter.name().replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
