package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What an object will change in, one line per field. Values are shown only where they cannot be a
/// secret: images, counts and sizes.
public final class FieldDiff {
  private static final Set<String> SHOWN =
      Set.of(
          "image",
          "replicas",
          "minReplicas",
          "maxReplicas",
          "cpu",
          "memory",
          "storage",
          "port",
          "targetPort",
          "containerPort");
  private static final Set<String> SECRETIVE = Set.of("Secret", "ConfigMap");
  private static final int MAX_LINES = 40;

  private final boolean hidden;
  private final List<String> lines = new ArrayList<>();

  private FieldDiff(boolean hidden) {
    this.hidden = hidden;
  }

  /// Lines from one state of an object to another; none when they are equal.
  public static List<String> between(ObjectNode before, ObjectNode after) {
    ObjectNode left = Observed.withoutVolatile(before);
    ObjectNode right = Observed.withoutVolatile(after);
    ObjectKey key = ObjectKey.of(after);
    var diff = new FieldDiff(SECRETIVE.contains(key.kind()));
    diff.walk("", "", left, right);
    if (diff.lines.isEmpty()) {
      return List.of();
    }
    var all = new ArrayList<String>();
    all.add("~ " + key);
    diff.lines.stream().limit(MAX_LINES).forEach(all::add);
    if (diff.lines.size() > MAX_LINES) {
      all.add("    ... and " + (diff.lines.size() - MAX_LINES) + " fields more");
    }
    return all;
  }

  private void walk(String path, String name, JsonNode left, JsonNode right) {
    if (left.equals(right)) {
      return;
    }
    if (left instanceof ObjectNode a && right instanceof ObjectNode b) {
      var names = new TreeSet<String>();
      a.fieldNames().forEachRemaining(names::add);
      b.fieldNames().forEachRemaining(names::add);
      names.forEach(n -> walk(path.isEmpty() ? n : path + "." + n, n, a.path(n), b.path(n)));
    } else if (left instanceof ArrayNode a && right instanceof ArrayNode b) {
      elements(path, name, a, b);
    } else {
      lines.add("    " + path + ": " + change(name, left, right));
    }
  }

  private void elements(String path, String name, ArrayNode left, ArrayNode right) {
    if (named(left) && named(right)) {
      walk(path, name, byName(left), byName(right));
      return;
    }
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      walk(path + "[" + i + "]", name, left.path(i), right.path(i));
    }
  }

  private String change(String name, JsonNode left, JsonNode right) {
    if (left.isMissingNode()) {
      return "added" + (shown(name, right) ? " " + right.asText() : "");
    }
    if (right.isMissingNode()) {
      return "removed";
    }
    return shown(name, left) && shown(name, right)
        ? left.asText() + " -> " + right.asText()
        : "changed";
  }

  private boolean shown(String name, JsonNode value) {
    return !hidden && value.isValueNode() && SHOWN.contains(name);
  }

  private static boolean named(ArrayNode array) {
    for (JsonNode item : array) {
      if (!item.path("name").isTextual()) {
        return false;
      }
    }
    return true;
  }

  private static ObjectNode byName(ArrayNode array) {
    ObjectNode map = JsonNodeFactory.instance.objectNode();
    array.forEach(item -> map.set(item.path("name").asText(), item));
    return map;
  }
}
