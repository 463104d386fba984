package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// The way to a field through objects alone, such as `spec.replicas`.
public record FieldPath(List<String> names) {
  public FieldPath {
    names = List.copyOf(names);
  }

  Optional<JsonNode> in(JsonNode tree) {
    JsonNode at = tree;
    for (String name : names) {
      at = at.path(name);
    }
    return at.isMissingNode() ? Optional.empty() : Optional.of(at);
  }

  void remove(ObjectNode tree) {
    parent(tree).ifPresent(parent -> parent.remove(names.getLast()));
  }

  void set(ObjectNode tree, JsonNode value) {
    parent(tree).ifPresent(parent -> parent.set(names.getLast(), value));
  }

  private Optional<ObjectNode> parent(ObjectNode tree) {
    JsonNode at = tree;
    for (String name : names.subList(0, names.size() - 1)) {
      at = at.path(name);
    }
    return at instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
  }

  @Override
  public String toString() {
    return String.join(".", names);
  }
}
