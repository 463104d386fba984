package io.bowline.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.FieldRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Strategic merge patch: a merge patch that knows which lists are keyed.
public final class StrategicMergePatch {
  private static final String DIRECTIVE = "$patch";
  private static final String ORDER = "$setElementOrder/";
  private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";
  private static final String RETAIN = "$retainKeys";

  private final String kind;

  public StrategicMergePatch(String kind) {
    this.kind = kind;
  }

  /// The object with the patch applied; neither argument is changed.
  public ObjectNode apply(ObjectNode to, ObjectNode patch) {
    return map(to, patch, List.of());
  }

  private ObjectNode map(ObjectNode to, ObjectNode patch, List<String> path) {
    switch (Tree.text(patch, DIRECTIVE)) {
      case "" -> {}
      case "replace" -> {
        return withoutDirectives(patch);
      }
      case "delete" -> {
        return Tree.object();
      }
      case "merge" -> {}
      default ->
          throw PatchFailed.unreadable("unknown patch directive " + Tree.text(patch, DIRECTIVE));
    }
    ObjectNode merged = to.deepCopy();
    retain(merged, patch);
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      if (name.startsWith(DELETE_VALUES)) {
        deleteValues(merged, name.substring(DELETE_VALUES.length()), field.getValue());
      } else if (!name.startsWith("$")) {
        field(merged, name, field.getValue(), path);
      }
    }
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getKey().startsWith(ORDER)) {
        String list = field.getKey().substring(ORDER.length());
        if (merged.get(list) instanceof ArrayNode items) {
          merged.set(list, ordered(items, field.getValue(), to.path(list), append(path, list)));
        }
      }
    }
    return merged;
  }

  private void field(ObjectNode merged, String name, JsonNode value, List<String> path) {
    JsonNode there = merged.path(name);
    List<String> here = append(path, name);
    if (value.isNull()) {
      merged.remove(name);
    } else if (value instanceof ObjectNode deeper) {
      if (Tree.text(deeper, DIRECTIVE).equals("delete")) {
        merged.remove(name);
        return;
      }
      ObjectNode under = there instanceof ObjectNode object ? object : Tree.object();
      merged.set(name, map(under, deeper, here));
    } else if (value instanceof ArrayNode items) {
      ArrayNode under = there instanceof ArrayNode array ? array : Tree.array();
      merged.set(name, list(under, items, here));
    } else {
      merged.set(name, value.deepCopy());
    }
  }

  private ArrayNode list(ArrayNode to, ArrayNode patch, List<String> path) {
    Optional<String> key = FieldRules.mergeKey(kind, path);
    if (key.isEmpty()) {
      return patch.deepCopy();
    }
    if (key.get().equals("=")) {
      ArrayNode merged = to.deepCopy();
      patch.forEach(value -> {
        if (!contains(merged, value)) {
          merged.add(value);
        }
      });
      return merged;
    }
    return keyed(to, patch, path, key.get());
  }

  private ArrayNode keyed(ArrayNode to, ArrayNode patch, List<String> path, String key) {
    boolean replace = false;
    ArrayNode merged = to.deepCopy();
    List<ObjectNode> fresh = new ArrayList<>();
    for (JsonNode item : patch) {
      if (!(item instanceof ObjectNode object)) {
        throw PatchFailed.unreadable("items of " + String.join(".", path) + " are objects");
      }
      String directive = Tree.text(object, DIRECTIVE);
      if (directive.equals("replace") && !object.has(key)) {
        replace = true;
      } else if (!object.has(key)) {
        throw PatchFailed.unreadable(
            "map: " + object + " does not contain declared merge key: " + key);
      } else if (directive.equals("delete")) {
        removeKeyed(merged, key, object.get(key));
      } else {
        fresh.add(object);
      }
    }
    if (replace) {
      ArrayNode replaced = Tree.array();
      fresh.forEach(item -> replaced.add(withoutDirectives(item)));
      return replaced;
    }
    for (ObjectNode item : fresh) {
      int at = indexOf(merged, key, item.get(key));
      if (at < 0) {
        merged.add(map(Tree.object(), item, path));
      } else if (merged.get(at) instanceof ObjectNode under) {
        merged.set(at, map(under, item, path));
      }
    }
    return ordered(merged, patch, to, path);
  }

  private ArrayNode ordered(ArrayNode items, JsonNode order, JsonNode live, List<String> path) {
    Optional<String> key = FieldRules.mergeKey(kind, path).filter(k -> !k.equals("="));
    List<JsonNode> wanted = new ArrayList<>();
    order.forEach(o -> wanted.add(identity(o, key)));
    List<JsonNode> before = new ArrayList<>();
    live.forEach(o -> before.add(identity(o, key)));
    List<JsonNode> named = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    items.forEach(item -> (wanted.contains(identity(item, key)) ? named : others).add(item));
    named.sort(java.util.Comparator.comparingInt(item -> wanted.indexOf(identity(item, key))));
    ArrayNode result = Tree.array();
    int next = 0;
    for (JsonNode item : named) {
      int place = before.indexOf(identity(item, key));
      while (next < others.size()
          && place >= 0
          && before.indexOf(identity(others.get(next), key)) < place) {
        result.add(others.get(next++));
      }
      result.add(item);
    }
    others.subList(next, others.size()).forEach(result::add);
    return result;
  }

  private static JsonNode identity(JsonNode item, Optional<String> key) {
    return key.map(item::path).orElse(item);
  }

  private static void retain(ObjectNode merged, ObjectNode patch) {
    if (patch.get(RETAIN) instanceof ArrayNode keep) {
      Set<String> names = new HashSet<>();
      keep.forEach(name -> names.add(name.asText()));
      merged.retain(names);
    }
  }

  private static void deleteValues(ObjectNode merged, String list, JsonNode values) {
    if (merged.get(list) instanceof ArrayNode items) {
      ArrayNode kept = Tree.array();
      items.forEach(item -> {
        if (!contains(values, item)) {
          kept.add(item);
        }
      });
      merged.set(list, kept);
    }
  }

  private static ObjectNode withoutDirectives(ObjectNode patch) {
    ObjectNode plain = patch.deepCopy();
    plain.remove(List.of(DIRECTIVE, RETAIN));
    return plain;
  }

  private static void removeKeyed(ArrayNode items, String key, JsonNode value) {
    int at = indexOf(items, key, value);
    if (at >= 0) {
      items.remove(at);
    }
  }

  private static int indexOf(ArrayNode items, String key, JsonNode value) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).path(key).equals(value)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean contains(JsonNode items, JsonNode value) {
    for (JsonNode item : items) {
      if (item.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> append(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }
}
