package io.bowline.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.http.Call;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.resource.Meta;
import java.time.Instant;
import java.util.List;

/// The form in which a client wants to see objects.
enum View {
  WHOLE,
  TABLE,
  METADATA;

  static View of(Call call) {
    String accept = call.header("accept");
    if (accept.contains("as=Table")) {
      return TABLE;
    }
    return accept.contains("as=PartialObjectMetadata") ? METADATA : WHOLE;
  }

  /// One object, or one object of a watch.
  ObjectNode one(Kind kind, String version, ObjectNode object, Instant now) {
    return switch (this) {
      case WHOLE -> inVersion(kind, version, object);
      case TABLE -> {
        ObjectNode table = Tables.of(kind, List.of(object), now);
        table.putObject("metadata").put("resourceVersion", Meta.resourceVersion(object));
        yield table;
      }
      case METADATA -> Tables.partial(object);
    };
  }

  ObjectNode list(
      Kind kind, String version, List<ObjectNode> objects, ObjectNode metadata, Instant now) {
    if (this == TABLE) {
      ObjectNode table = Tables.of(kind, objects, now);
      table.set("metadata", metadata);
      return table;
    }
    ObjectNode list = Tree.object();
    list.put("kind", this == METADATA ? "PartialObjectMetadataList" : kind.name() + "List");
    list.put("apiVersion", this == METADATA ? "meta.k8s.io/v1" : kind.apiVersion(version));
    list.set("metadata", metadata);
    ArrayNode items = list.putArray("items");
    for (ObjectNode object : objects) {
      if (this == METADATA) {
        items.add(Tables.partial(object));
      } else {
        ObjectNode item = inVersion(kind, version, object);
        items.add(kind.custom() ? item : item.without(List.of("kind", "apiVersion")));
      }
    }
    return list;
  }

  private static ObjectNode inVersion(Kind kind, String version, ObjectNode object) {
    ObjectNode shown = object.deepCopy();
    shown.put("apiVersion", kind.apiVersion(version));
    return shown;
  }
}
