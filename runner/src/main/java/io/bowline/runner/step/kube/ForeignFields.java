package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Fields that a manifest names but that a controller in the cluster decides, such as the replicas
/// of what an autoscaler scales. Plans leave them as they are.
///
/// What people changed by hand is not among them: that is shown in the diff and put right.
public final class ForeignFields {
  /// Nothing belongs to others.
  public static final ForeignFields NONE = new ForeignFields(Map.of());

  private static final Pattern CONTROLLERS =
      Pattern.compile(
          ".*(controller|autoscaler|operator|injector|cert-manager|keda|karpenter|vpa).*");
  private static final String FIELD = "f:";

  private final Map<String, List<FieldPath>> fields;

  private ForeignFields(Map<String, List<FieldPath>> fields) {
    this.fields = Map.copyOf(fields);
  }

  /// Finds them, by the record of owners that the API server keeps with each live object.
  public static ForeignFields find(Cluster cluster, Manifest wanted) {
    var found = new LinkedHashMap<String, List<FieldPath>>();
    for (ObjectNode object : wanted.objects()) {
      ObjectKey key = ObjectKey.of(object);
      cluster
          .get(key)
          .map(live -> between(object, live))
          .filter(paths -> !paths.isEmpty())
          .ifPresent(paths -> found.put(key.identity(), paths));
    }
    return new ForeignFields(found);
  }

  List<FieldPath> of(ObjectKey key) {
    return fields.getOrDefault(key.identity(), List.of());
  }

  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /// The manifest without them, for server-side apply: what is not named stays its owner's.
  public Manifest removedFrom(Manifest manifest) {
    return Manifest.of(
        manifest.objects().stream()
            .map(object -> {
              ObjectNode copy = object.deepCopy();
              of(ObjectKey.of(object)).forEach(path -> path.remove(copy));
              return copy;
            })
            .toList());
  }

  /// The object with their live values, for Helm, which would take back what is not named.
  public ObjectNode keptIn(ObjectNode object, ObjectKey key, ObjectNode live) {
    ObjectNode copy = object.deepCopy();
    of(key).forEach(path -> path.in(live).ifPresent(value -> path.set(copy, value)));
    return copy;
  }

  /// Lines for people.
  public List<String> lines() {
    return fields.entrySet().stream()
        .flatMap(
            e -> e.getValue().stream().map(p -> "  (left to its owner) " + e.getKey() + " " + p))
        .sorted()
        .toList();
  }

  public ObjectNode tree() {
    ObjectNode tree = Json.object();
    fields.forEach((object, paths) -> {
      ArrayNode array = tree.putArray(object);
      paths.forEach(path -> array.add(Json.toTree(path.names())));
    });
    return tree;
  }

  public static ForeignFields fromTree(JsonNode tree) {
    var fields = new LinkedHashMap<String, List<FieldPath>>();
    tree.properties()
        .forEach(entry -> {
          var paths = new ArrayList<FieldPath>();
          entry.getValue().forEach(path -> paths.add(new FieldPath(texts(path))));
          fields.put(entry.getKey(), paths);
        });
    return new ForeignFields(fields);
  }

  private static List<FieldPath> between(ObjectNode wanted, ObjectNode live) {
    var paths = new ArrayList<FieldPath>();
    for (JsonNode entry : live.path("metadata").path("managedFields")) {
      if (CONTROLLERS.matcher(entry.path("manager").asText()).matches()) {
        leaves(entry.path("fieldsV1"), new ArrayList<>(), paths);
      }
    }
    return paths.stream()
        .distinct()
        .filter(path -> path.in(wanted).filter(JsonNode::isValueNode).isPresent())
        .toList();
  }

  private static void leaves(JsonNode fields, List<String> way, List<FieldPath> found) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (field.getKey().startsWith(FIELD)) {
        way.add(field.getKey().substring(FIELD.length()));
        if (field.getValue().isEmpty()) {
          found.add(new FieldPath(way));
        } else {
          leaves(field.getValue(), way, found);
        }
        way.removeLast();
      }
    }
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
