package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the structural schema of a custom kind makes of an object before it is checked: fields that
/// it does not know go, fields that were left out get their defaults.
final class CustomSchema {
  private static final String ANYTHING = "x-kubernetes-preserve-unknown-fields";
  private static final Set<String> EVERY_OBJECT_HAS = Set.of("apiVersion", "kind", "metadata");

  private CustomSchema() {}

  /// Prunes and fills; safe to repeat.
  static void fill(JsonNode schema, ObjectNode object) {
    if (schema.isObject()) {
      prune(schema, object, true);
      defaults(schema, object);
    }
  }

  private static void prune(JsonNode schema, JsonNode value, boolean top) {
    switch (value) {
      case ObjectNode object -> {
        boolean embedded = schema.path("x-kubernetes-embedded-resource").asBoolean();
        Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
        while (fields.hasNext()) {
          Map.Entry<String, JsonNode> field = fields.next();
          JsonNode of = property(schema, field.getKey());
          boolean everywhere = (top || embedded) && EVERY_OBJECT_HAS.contains(field.getKey());
          if (everywhere) {
            continue;
          }
          if (!of.isMissingNode()) {
            prune(of, field.getValue(), false);
          } else if (!schema.path(ANYTHING).asBoolean()) {
            fields.remove();
          }
        }
      }
      case ArrayNode array -> array.forEach(item -> prune(schema.path("items"), item, false));
      default -> {}
    }
  }

  private static void defaults(JsonNode schema, JsonNode value) {
    switch (value) {
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
          JsonNode given = object.path(property.getKey());
          JsonNode of = property.getValue();
          boolean absent = given.isMissingNode() || (given.isNull() && !nullable(of));
          if (absent && of.has("default")) {
            object.set(property.getKey(), of.path("default").deepCopy());
          }
        }
        object
            .properties()
            .forEach(field -> defaults(property(schema, field.getKey()), field.getValue()));
      }
      case ArrayNode array -> array.forEach(item -> defaults(schema.path("items"), item));
      default -> {}
    }
  }

  /// The schema of a field: its own, or that of every additional one.
  static JsonNode property(JsonNode schema, String name) {
    JsonNode own = schema.path("properties").path(name);
    return own.isMissingNode() ? schema.path("additionalProperties") : own;
  }

  static boolean nullable(JsonNode schema) {
    return schema.path("nullable").asBoolean();
  }

  /// The types that a value may have; none when any will do.
  static List<String> types(JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return List.of("integer", "string");
    }
    String type = schema.path("type").asText("");
    return type.isEmpty() ? List.of() : List.of(type);
  }
}
