package io.bowline.runner.step.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What `show -json` says of a saved plan. It holds sensitive values in clear, so only names of
/// resources and attributes come out.
record PlanReading(JsonNode plan) {
  private static final int MAX_ATTRIBUTES = 20;

  /// Lines for people.
  List<String> lines() {
    var lines = new ArrayList<String>();
    for (JsonNode change : plan.path("resource_changes")) {
      String sign = sign(change.path("change").path("actions"));
      if (!sign.isEmpty()) {
        lines.add(sign + " " + change.path("address").asText());
        if (sign.equals("~")) {
          attributes(change.path("change")).forEach(lines::add);
        }
      }
    }
    plan.path("output_changes")
        .properties()
        .forEach(output -> {
          String sign = sign(output.getValue().path("actions"));
          if (!sign.isEmpty()) {
            lines.add(sign + " output " + output.getKey());
          }
        });
    return lines;
  }

  /// Addresses of what it would delete, also to make it anew.
  Set<String> deleted() {
    var deleted = new TreeSet<String>();
    for (JsonNode change : plan.path("resource_changes")) {
      if (sign(change.path("change").path("actions")).startsWith("-")) {
        deleted.add(change.path("address").asText());
      }
    }
    return deleted;
  }

  /// The world as Terraform saw it when it planned, values as a digest only.
  Digest observed() {
    ObjectNode tree = Json.object();
    tree.set("prior", plan.path("prior_state").path("values"));
    tree.set("drift", plan.path("resource_drift"));
    return Json.digest(tree);
  }

  /// Values that the plan marks as sensitive, before and after.
  Set<String> secrets() {
    var secrets = new HashSet<String>();
    for (String part : List.of("resource_changes", "resource_drift")) {
      for (JsonNode change : plan.path(part)) {
        marked(change.path("change"), secrets);
      }
    }
    plan.path("output_changes").forEach(change -> marked(change, secrets));
    plan.path("configuration")
        .path("root_module")
        .path("variables")
        .properties()
        .forEach(variable -> {
          if (variable.getValue().path("sensitive").asBoolean()) {
            Sensitive.collect(
                plan.path("variables").path(variable.getKey()).path("value"), secrets);
          }
        });
    return secrets;
  }

  private static void marked(JsonNode change, Set<String> secrets) {
    marked(change.path("before"), change.path("before_sensitive"), secrets);
    marked(change.path("after"), change.path("after_sensitive"), secrets);
  }

  /// A mark is `true` for all below it, or has the form of the value.
  private static void marked(JsonNode value, JsonNode mark, Set<String> secrets) {
    if (mark.isBoolean()) {
      if (mark.asBoolean()) {
        Sensitive.collect(value, secrets);
      }
    } else if (mark.isObject()) {
      mark.properties().forEach(m -> marked(value.path(m.getKey()), m.getValue(), secrets));
    } else {
      for (int i = 0; i < mark.size(); i++) {
        marked(value.path(i), mark.path(i), secrets);
      }
    }
  }

  private static List<String> attributes(JsonNode change) {
    var names = new TreeSet<String>();
    change.path("after").fieldNames().forEachRemaining(names::add);
    change.path("before").fieldNames().forEachRemaining(names::add);
    change.path("after_unknown").fieldNames().forEachRemaining(names::add);
    return names.stream()
        .filter(name ->
            change.path("after_unknown").path(name).asBoolean()
                || !change.path("before").path(name).equals(change.path("after").path(name)))
        .limit(MAX_ATTRIBUTES)
        .map(name -> "    " + name + ": changed")
        .toList();
  }

  private static String sign(JsonNode actions) {
    var names = new ArrayList<String>();
    actions.forEach(action -> names.add(action.asText()));
    return switch (String.join(",", names)) {
      case "create" -> "+";
      case "update" -> "~";
      case "delete" -> "-";
      case "delete,create", "create,delete" -> "-/+";
      default -> "";
    };
  }
}
