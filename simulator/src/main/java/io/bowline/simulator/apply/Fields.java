package io.bowline.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.FieldRules;
import io.bowline.simulator.kind.FieldRules.Ownership;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which fields an object of a kind has, which ones differ between two, and how they are merged.
public final class Fields {
  /// Parts that every object of a built-in kind has, if only empty: nobody owns them as such.
  private static final Set<String> PARTS =
      Set.of(
          "metadata",
          "spec",
          "status",
          "template",
          "strategy",
          "updateStrategy",
          "jobTemplate",
          "podSelector",
          "loadBalancer",
          "containers",
          "names",
          "roleRef",
          "scaleTargetRef");

  private static final Set<String> MAPS =
      Set.of("labels", "annotations", "data", "binaryData", "stringData", "limits", "requests");

  private final String kind;
  private final boolean custom;

  public Fields(String kind, boolean custom) {
    this.kind = kind;
    this.custom = custom;
  }

  /// The set of a configuration that is applied.
  public FieldSet of(ObjectNode object) {
    return mapSet(object, List.of());
  }

  private FieldSet valueSet(JsonNode value, List<String> path) {
    if (value instanceof ObjectNode object && !whole(path)) {
      return object.isEmpty() ? FieldSet.leaf() : mapSet(object, path);
    }
    if (value instanceof ArrayNode array) {
      Map<String, JsonNode> items = items(array, path);
      if (keyed(path) && !items.isEmpty()) {
        Map<String, FieldSet> children = new TreeMap<>();
        items.forEach((step, item) ->
            children.put(
                step,
                FieldSet.leaf()
                    .union(
                        step.startsWith("k:") && !wholeItems(path)
                            ? valueSet(item, path)
                            : FieldSet.leaf())));
        return FieldSet.of(false, children);
      }
    }
    return FieldSet.leaf();
  }

  private FieldSet mapSet(ObjectNode object, List<String> path) {
    Map<String, FieldSet> children = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      children.put("f:" + field.getKey(), valueSet(field.getValue(), append(path, field.getKey())));
    }
    boolean named = custom && !path.isEmpty() && !path.getFirst().equals("metadata");
    return FieldSet.of(named, children);
  }

  /// The set with every part that has a name of its own, such as a probe above its settings.
  FieldSet named(FieldSet set) {
    return custom ? set : named(set, List.of());
  }

  private static FieldSet named(FieldSet set, List<String> path) {
    Map<String, FieldSet> children = new TreeMap<>();
    set.children()
        .forEach((step, below) -> {
          boolean field = step.startsWith("f:");
          List<String> here = field ? append(path, step.substring(2)) : path;
          boolean map = !path.isEmpty() && MAPS.contains(path.getLast());
          FieldSet deeper = named(below, here);
          children.put(step, field && !map ? FieldSet.leaf().union(deeper) : deeper);
        });
    return FieldSet.of(set.isMember(), children);
  }

  /// What was added, changed or removed on the way from one object to another.
  public record Difference(FieldSet changed, FieldSet removed) {}

  public Difference between(JsonNode from, JsonNode to) {
    return between(from, to, List.of());
  }

  private Difference between(JsonNode from, JsonNode to, List<String> path) {
    if (from.equals(to)) {
      return new Difference(FieldSet.empty(), FieldSet.empty());
    }
    boolean part = isPart(path);
    if (part && isNothing(from) && isNothing(to) && !path.isEmpty()) {
      return new Difference(FieldSet.empty(), FieldSet.empty());
    }
    if (!granular(from, to, path)) {
      return to.isMissingNode()
          ? new Difference(FieldSet.empty(), FieldSet.leaf())
          : new Difference(FieldSet.leaf(), FieldSet.empty());
    }
    Map<String, JsonNode> before = parts(from, path);
    Map<String, JsonNode> after = parts(to, path);
    Map<String, FieldSet> changed = new TreeMap<>();
    Map<String, FieldSet> removed = new TreeMap<>();
    Set<String> steps = new TreeSet<>(before.keySet());
    steps.addAll(after.keySet());
    for (String step : steps) {
      Difference below = below(step, before.get(step), after.get(step), path);
      changed.put(step, below.changed());
      removed.put(step, below.removed());
    }
    return new Difference(
        FieldSet.of(from.isMissingNode() && !part, changed),
        FieldSet.of(to.isMissingNode() && !part, removed));
  }

  private boolean isPart(List<String> path) {
    if (kind.equals("PersistentVolumeClaim") && path.equals(List.of("spec", "resources"))) {
      return true;
    }
    int list = path.indexOf("containers");
    boolean all = path.stream().allMatch(PARTS::contains) && (list < 0 || list == path.size() - 1);
    return all && (!custom || path.isEmpty() || path.getFirst().equals("metadata"));
  }

  private static boolean isNothing(JsonNode node) {
    return node.isMissingNode() || (node.isObject() && node.isEmpty());
  }

  private Difference below(
      String step,
      @org.jspecify.annotations.Nullable JsonNode before,
      @org.jspecify.annotations.Nullable JsonNode after,
      List<String> path) {
    JsonNode from = before == null ? Tree.object().path("-") : before;
    JsonNode to = after == null ? Tree.object().path("-") : after;
    List<String> here = step.startsWith("f:") ? append(path, step.substring(2)) : path;
    if (step.startsWith("v:") || (step.startsWith("k:") && wholeItems(path))) {
      return after == null
          ? new Difference(FieldSet.empty(), FieldSet.leaf())
          : before == null || !before.equals(after)
              ? new Difference(FieldSet.leaf(), FieldSet.empty())
              : new Difference(FieldSet.empty(), FieldSet.empty());
    }
    Difference deeper =
        step.startsWith("k:") ? betweenItems(from, to, here) : between(from, to, here);
    if (step.startsWith("k:") && before == null) {
      return new Difference(FieldSet.leaf().union(deeper.changed()), deeper.removed());
    }
    if (step.startsWith("k:") && after == null) {
      return new Difference(deeper.changed(), FieldSet.leaf().union(deeper.removed()));
    }
    return deeper;
  }

  private Difference betweenItems(JsonNode from, JsonNode to, List<String> path) {
    Map<String, FieldSet> changed = new TreeMap<>();
    Map<String, FieldSet> removed = new TreeMap<>();
    Set<String> names = new TreeSet<>();
    from.fieldNames().forEachRemaining(names::add);
    to.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      Difference below = between(from.path(name), to.path(name), append(path, name));
      changed.put("f:" + name, below.changed());
      removed.put("f:" + name, below.removed());
    }
    return new Difference(FieldSet.of(false, changed), FieldSet.of(false, removed));
  }

  private boolean granular(JsonNode from, JsonNode to, List<String> path) {
    if (!from.isContainerNode() && !to.isContainerNode()) {
      return false;
    }
    boolean objects =
        (from.isObject() || from.isMissingNode()) && (to.isObject() || to.isMissingNode());
    boolean arrays =
        (from.isArray() || from.isMissingNode()) && (to.isArray() || to.isMissingNode());
    return (objects && !whole(path)) || (arrays && keyed(path));
  }

  private Map<String, JsonNode> parts(JsonNode value, List<String> path) {
    if (value instanceof ArrayNode array) {
      return keyed(path) ? items(array, path) : Map.of();
    }
    Map<String, JsonNode> parts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      parts.put("f:" + field.getKey(), field.getValue());
    }
    return parts;
  }

  /// An applied configuration laid over what is there.
  public ObjectNode merge(ObjectNode under, ObjectNode over) {
    return mergeMaps(under, over, List.of());
  }

  private ObjectNode mergeMaps(ObjectNode under, ObjectNode over, List<String> path) {
    ObjectNode merged = under.deepCopy();
    for (Map.Entry<String, JsonNode> field : over.properties()) {
      List<String> here = append(path, field.getKey());
      merged.set(field.getKey(), mergeValues(under.path(field.getKey()), field.getValue(), here));
    }
    return merged;
  }

  private JsonNode mergeValues(JsonNode under, JsonNode over, List<String> path) {
    if (under instanceof ObjectNode low && over instanceof ObjectNode high && !whole(path)) {
      return mergeMaps(low, high, path);
    }
    if (under instanceof ArrayNode low && over instanceof ArrayNode high && keyed(path)) {
      return mergeLists(items(low, path), items(high, path), path);
    }
    return over.deepCopy();
  }

  private ArrayNode mergeLists(
      Map<String, JsonNode> under, Map<String, JsonNode> over, List<String> path) {
    ArrayNode merged = Tree.array();
    List<String> low = new ArrayList<>(under.keySet());
    List<String> high = new ArrayList<>(over.keySet());
    int next = 0;
    for (String step : high) {
      while (next < low.size() && !over.containsKey(low.get(next))) {
        merged.add(under.get(low.get(next++)));
      }
      if (next < low.size() && low.get(next).equals(step)) {
        next++;
      }
      JsonNode mine = over.get(step);
      JsonNode theirs = under.get(step);
      if (theirs instanceof ObjectNode beneath && mine instanceof ObjectNode above) {
        merged.add(mergeMaps(beneath, above, path));
      } else {
        merged.add(mine);
      }
    }
    for (String step : low.subList(next, low.size())) {
      if (!over.containsKey(step)) {
        merged.add(under.get(step));
      }
    }
    return merged;
  }

  boolean whole(List<String> path) {
    return FieldRules.ownership(kind, path) instanceof Ownership.Whole;
  }

  boolean keyed(List<String> path) {
    return switch (FieldRules.ownership(kind, path)) {
      case Ownership.Keyed k -> true;
      case Ownership.Items i -> true;
      case Ownership.Whole w -> false;
      case Ownership.Plain p -> false;
    };
  }

  Map<String, JsonNode> items(ArrayNode array, List<String> path) {
    Map<String, JsonNode> items = new LinkedHashMap<>();
    Ownership rule = FieldRules.ownership(kind, path);
    for (JsonNode item : array) {
      String step = rule instanceof Ownership.Keyed keyed ? key(item, keyed.keys()) : "v:" + item;
      items.put(step, item);
    }
    return items;
  }

  private boolean wholeItems(List<String> path) {
    return FieldRules.ownership(kind, path) instanceof Ownership.Keyed keyed && keyed.whole();
  }

  List<String> keys(List<String> path) {
    return FieldRules.ownership(kind, path) instanceof Ownership.Keyed keyed
        ? keyed.keys()
        : List.of();
  }

  private static String key(JsonNode item, List<String> keys) {
    ObjectNode named = Tree.object();
    for (String key : keys.stream().sorted().toList()) {
      if (item.has(key)) {
        named.set(key, item.get(key));
      } else if (key.equals("protocol")) {
        named.put(key, "TCP");
      }
    }
    return "k:" + new String(Tree.bytes(named), StandardCharsets.UTF_8);
  }

  static List<String> append(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }
}
