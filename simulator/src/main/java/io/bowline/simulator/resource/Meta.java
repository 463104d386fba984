package io.bowline.simulator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reading an object's metadata.
public final class Meta {
  private Meta() {}

  public static String name(JsonNode object) {
    return Tree.text(object, "metadata", "name");
  }

  public static String namespace(JsonNode object) {
    return Tree.text(object, "metadata", "namespace");
  }

  public static String uid(JsonNode object) {
    return Tree.text(object, "metadata", "uid");
  }

  public static String resourceVersion(JsonNode object) {
    return Tree.text(object, "metadata", "resourceVersion");
  }

  public static int generation(JsonNode object) {
    return Tree.number(object, 0, "metadata", "generation");
  }

  public static boolean deleting(JsonNode object) {
    return Tree.has(object, "metadata", "deletionTimestamp");
  }

  public static Map<String, String> labels(JsonNode object) {
    return strings(Tree.at(object, "metadata", "labels"));
  }

  public static Map<String, String> strings(JsonNode map) {
    Map<String, String> read = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : map.properties()) {
      read.put(field.getKey(), field.getValue().asText());
    }
    return read;
  }

  /// The owner that manages this object.
  public static Optional<ObjectNode> controller(JsonNode object) {
    return Tree.objects(object, "metadata", "ownerReferences").stream()
        .filter(reference -> Tree.at(reference, "controller").asBoolean(false))
        .findAny();
  }

  public static boolean controlledBy(JsonNode object, JsonNode owner) {
    return controller(object).map(r -> Tree.text(r, "uid").equals(uid(owner))).orElse(false);
  }

  /// Makes an object the managed dependent of another.
  public static void own(ObjectNode dependent, ObjectNode owner) {
    Tree.growArray(Tree.grow(dependent, "metadata"), "ownerReferences")
        .addObject()
        .put("apiVersion", Tree.text(owner, "apiVersion"))
        .put("kind", Tree.text(owner, "kind"))
        .put("name", name(owner))
        .put("uid", uid(owner))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }
}
