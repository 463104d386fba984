package io.bowline.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes out of an object what its applier no longer names, but for what others own of it.
final class Removal {
  private final Fields fields;

  Removal(Fields fields) {
    this.fields = fields;
  }

  ObjectNode of(ObjectNode object, FieldSet gone, FieldSet others) {
    JsonNode left = without(object, gone, others, List.of());
    return left instanceof ObjectNode kept ? kept : Tree.object();
  }

  private JsonNode without(JsonNode value, FieldSet gone, FieldSet others, List<String> path) {
    if (value instanceof ObjectNode object) {
      ObjectNode kept = Tree.object();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        String step = "f:" + field.getKey();
        List<String> here = Fields.append(path, field.getKey());
        keep(field.getValue(), gone.child(step), others.child(step), here)
            .ifPresent(left -> kept.set(field.getKey(), left));
      }
      return kept;
    }
    if (value instanceof ArrayNode array && fields.keyed(path)) {
      ArrayNode kept = Tree.array();
      fields
          .items(array, path)
          .forEach((step, item) ->
              keep(item, gone.child(step), others.child(step), path).ifPresent(kept::add));
      return kept;
    }
    return value;
  }

  private Optional<JsonNode> keep(
      JsonNode value, FieldSet gone, FieldSet others, List<String> path) {
    if (gone.isMember()) {
      return others.isEmpty() ? Optional.empty() : Optional.of(only(value, others, path));
    }
    if (gone.isEmpty()) {
      return Optional.of(value);
    }
    JsonNode left = without(value, gone, others, path);
    boolean emptied = left.isContainerNode() && left.isEmpty() && !value.isEmpty();
    return emptied ? Optional.empty() : Optional.of(left);
  }

  /// What others own of a value, with the keys that tell its items apart.
  private JsonNode only(JsonNode value, FieldSet others, List<String> path) {
    if (value instanceof ObjectNode object && !others.children().isEmpty()) {
      ObjectNode kept = Tree.object();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        FieldSet below = others.child("f:" + field.getKey());
        boolean key = fields.keys(path).contains(field.getKey());
        if (!below.isEmpty() || key) {
          List<String> here = Fields.append(path, field.getKey());
          kept.set(field.getKey(), key ? field.getValue() : only(field.getValue(), below, here));
        }
      }
      return kept;
    }
    if (value instanceof ArrayNode array && fields.keyed(path) && !others.children().isEmpty()) {
      ArrayNode kept = Tree.array();
      fields
          .items(array, path)
          .forEach((step, item) -> {
            FieldSet below = others.child(step);
            if (!below.isEmpty()) {
              kept.add(only(item, below, path));
            }
          });
      return kept;
    }
    return value;
  }
}
