package io.bowline.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.util.Map;

/// JSON merge patch (RFC 7386).
public final class MergePatch {
  private MergePatch() {}

  /// The object with the patch applied; neither argument is changed.
  public static ObjectNode apply(ObjectNode to, ObjectNode patch) {
    ObjectNode merged = to.deepCopy();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        merged.remove(field.getKey());
      } else if (value instanceof ObjectNode deeper) {
        ObjectNode under =
            merged.get(field.getKey()) instanceof ObjectNode there ? there : Tree.object();
        merged.set(field.getKey(), apply(under, deeper));
      } else {
        merged.set(field.getKey(), value.deepCopy());
      }
    }
    return merged;
  }
}
