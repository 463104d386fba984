package io.bowline.simulator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.patch.JsonPatch;
import io.bowline.simulator.patch.MergePatch;
import io.bowline.simulator.patch.StrategicMergePatch;

/// A change sent as a difference.
public sealed interface Patch {
  /// RFC 6902.
  record Operations(JsonNode operations) implements Patch {}

  /// RFC 7386.
  record Merge(ObjectNode body) implements Patch {}

  /// A merge that knows keyed lists.
  record Strategic(ObjectNode body) implements Patch {}

  /// The object with this patch applied.
  default ObjectNode on(String kind, ObjectNode object) {
    return switch (this) {
      case Operations p -> JsonPatch.apply(object, p.operations());
      case Merge p -> MergePatch.apply(object, p.body());
      case Strategic p -> new StrategicMergePatch(kind).apply(object, p.body());
    };
  }
}
