package io.bowline.runner.hosted.cluster.bootstrap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.hosted.cluster.Right;
import io.bowline.runner.step.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The role that docs/byok.md lists: every right that is needed, and no other.
final class BootstrapRole {
  private BootstrapRole() {}

  /// Group to resources, by the verbs they need.
  private static Map<String, Map<String, Set<String>>> rules(List<Right> rights) {
    Map<String, Set<String>> verbs = new TreeMap<>();
    for (Right right : rights) {
      verbs
          .computeIfAbsent(right.group() + " " + right.resource(), _ -> new TreeSet<>())
          .add(right.verb());
    }
    Map<String, Map<String, Set<String>>> rules = new TreeMap<>();
    verbs.forEach((what, which) -> {
      int blank = what.indexOf(' ');
      rules
          .computeIfAbsent(what.substring(0, blank), _ -> new TreeMap<>())
          .computeIfAbsent(String.join(", ", which), _ -> new TreeSet<>())
          .add(what.substring(blank + 1));
    });
    return rules;
  }

  static String yaml(List<Right> rights) {
    var text = new StringBuilder();
    rules(rights)
        .forEach((group, byVerbs) ->
            byVerbs.forEach((verbs, resources) ->
                text.append("  - apiGroups: [\"%s\"]\n".formatted(group))
                    .append("    resources: [%s]\n".formatted(String.join(", ", resources)))
                    .append("    verbs: [%s]\n".formatted(verbs))));
    return text.toString();
  }

  static ObjectNode object(String name, List<Right> rights) {
    ObjectNode role = Json.object();
    role.put("apiVersion", "rbac.authorization.k8s.io/v1").put("kind", "ClusterRole");
    role.putObject("metadata").put("name", name);
    ArrayNode list = role.putArray("rules");
    rules(rights)
        .forEach((group, byVerbs) ->
            byVerbs.forEach((verbs, resources) -> {
              ObjectNode rule = list.addObject();
              rule.putArray("apiGroups").add(group);
              fill(rule.putArray("resources"), resources);
              fill(rule.putArray("verbs"), List.of(verbs.split(", ", -1)));
            }));
    return role;
  }

  private static void fill(ArrayNode list, Collection<String> values) {
    values.forEach(list::add);
  }
}
