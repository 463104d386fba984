package io.bowline.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.util.ArrayList;
import java.util.List;

/// JSON patch (RFC 6902).
public final class JsonPatch {
  private static final int MOST_OPERATIONS = 10_000;

  private JsonPatch() {}

  /// The object with every operation applied in order; the argument is not changed.
  public static ObjectNode apply(ObjectNode to, JsonNode patch) {
    if (!patch.isArray()) {
      throw PatchFailed.unreadable("a JSON patch is an array of operations");
    }
    if (patch.size() > MOST_OPERATIONS) {
      throw PatchFailed.unreadable("a JSON patch has at most " + MOST_OPERATIONS + " operations");
    }
    ObjectNode document = to.deepCopy();
    for (JsonNode operation : patch) {
      step(document, operation);
    }
    return document;
  }

  private static void step(ObjectNode document, JsonNode operation) {
    List<String> path = pointer(Tree.text(operation, "path"));
    if (path.isEmpty()) {
      throw PatchFailed.unreadable("a JSON patch cannot replace the whole object");
    }
    JsonNode value = operation.path("value");
    switch (Tree.text(operation, "op")) {
      case "add" -> add(document, path, value.deepCopy());
      case "replace" -> {
        replace(document, path, value.deepCopy());
      }
      case "remove" -> remove(document, path);
      case "test" -> {
        if (!same(find(document, path), value)) {
          throw PatchFailed.unfit("testing value " + Tree.text(operation, "path") + " failed");
        }
      }
      case "copy" ->
          add(document, path, require(document, pointer(Tree.text(operation, "from"))).deepCopy());
      case "move" -> {
        List<String> from = pointer(Tree.text(operation, "from"));
        JsonNode moved = require(document, from).deepCopy();
        remove(document, from);
        add(document, path, moved);
      }
      default -> throw PatchFailed.unreadable("unknown JSON patch operation: " + operation);
    }
  }

  /// A field may be replaced before it is there, an item may not.
  private static void replace(ObjectNode document, List<String> path, JsonNode value) {
    JsonNode parent = require(document, path.subList(0, path.size() - 1));
    if (parent instanceof ArrayNode array) {
      int at = index(path.getLast(), array.size());
      if (at >= array.size()) {
        throw PatchFailed.unfit("array index " + at + " is out of bounds");
      }
      array.set(at, value);
    } else {
      add(document, path, value);
    }
  }

  private static boolean same(JsonNode found, JsonNode wanted) {
    return found.equals(wanted)
        || (found.isMissingNode() && wanted.isNull())
        || (found.isNumber() && wanted.isNumber() && found.asDouble() == wanted.asDouble());
  }

  private static List<String> pointer(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    if (!text.startsWith("/")) {
      throw PatchFailed.unreadable("a JSON pointer starts with /: " + text);
    }
    List<String> steps = new ArrayList<>();
    for (String step : text.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return steps;
  }

  private static JsonNode find(JsonNode document, List<String> path) {
    JsonNode here = document;
    for (String step : path) {
      here = here.isArray() ? here.path(index(step, here.size())) : here.path(step);
    }
    return here;
  }

  private static JsonNode require(JsonNode document, List<String> path) {
    JsonNode found = find(document, path);
    if (found.isMissingNode()) {
      throw PatchFailed.unfit("there is nothing at /" + String.join("/", path));
    }
    return found;
  }

  private static void add(ObjectNode document, List<String> path, JsonNode value) {
    JsonNode parent = require(document, path.subList(0, path.size() - 1));
    String last = path.getLast();
    if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else if (parent instanceof ArrayNode array) {
      int at = last.equals("-") ? array.size() : index(last, array.size() + 1);
      if (at > array.size()) {
        throw PatchFailed.unfit("array index " + last + " is out of bounds");
      }
      array.insert(at, value);
    } else {
      throw PatchFailed.unfit("nothing can be added below a plain value");
    }
  }

  private static void remove(ObjectNode document, List<String> path) {
    require(document, path);
    JsonNode parent = require(document, path.subList(0, path.size() - 1));
    if (parent instanceof ObjectNode object) {
      object.remove(path.getLast());
    } else if (parent instanceof ArrayNode array) {
      array.remove(index(path.getLast(), array.size()));
    }
  }

  private static int index(String step, int size) {
    try {
      int index = Integer.parseInt(step);
      return index < 0 ? size + index : index;
    } catch (NumberFormatException e) {
      throw PatchFailed.unfit("not an array index: " + step);
    }
  }
}
