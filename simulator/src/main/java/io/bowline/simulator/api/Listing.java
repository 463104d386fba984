package io.bowline.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.http.Call;
import io.bowline.simulator.json.MalformedJson;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.resource.Resources;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/// Lists, whole or page by page.
final class Listing {
  private final Resources resources;
  private final World world;

  Listing(Resources resources, World world) {
    this.resources = resources;
    this.world = world;
  }

  private record Place(long revision, String namespace, String name) {
    static Place read(String token) {
      try {
        ObjectNode read = Tree.parseObject(Base64.getUrlDecoder().decode(token));
        return new Place(
            Tree.at(read, "rv").asLong(), Tree.text(read, "ns"), Tree.text(read, "name"));
      } catch (IllegalArgumentException | MalformedJson e) {
        throw Refusal.badRequest("continue key is not valid: " + e.getMessage());
      }
    }

    String token() {
      ObjectNode written = Tree.object().put("rv", revision).put("ns", namespace).put("name", name);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Tree.bytes(written));
    }

    boolean isBefore(JsonNode object) {
      int order = namespace.compareTo(Meta.namespace(object));
      return order < 0 || (order == 0 && name.compareTo(Meta.name(object)) < 0);
    }
  }

  ObjectNode list(Target target, Call call, Predicate<JsonNode> selected) {
    return resources
        .storage()
        .locked(() -> {
          String token = call.query("continue");
          long now = resources.storage().revision();
          Place after = token.isEmpty() ? new Place(now, "", "") : Place.read(token);
          if (after.revision() < resources.storage().compacted()) {
            throw Refusal.gone(
                "The provided continue parameter is too old to display a consistent list"
                    + " result.");
          }
          List<ObjectNode> left =
              resources.list(target.kind(), target.namespace()).stream()
                  .filter(selected)
                  .filter(o -> token.isEmpty() || after.isBefore(o))
                  .toList();
          return page(target, call, left, after.revision());
        });
  }

  private ObjectNode page(Target target, Call call, List<ObjectNode> left, long revision) {
    int limit = Math.toIntExact(Math.min(call.number("limit").orElse(0L), 1_000_000L));
    ObjectNode metadata = Tree.object();
    metadata.put("resourceVersion", Long.toString(revision));
    List<ObjectNode> page = left;
    if (limit > 0 && left.size() > limit) {
      page = left.subList(0, limit);
      ObjectNode last = page.getLast();
      metadata.put("continue", new Place(revision, Meta.namespace(last), Meta.name(last)).token());
      if (call.query("labelSelector").isEmpty() && call.query("fieldSelector").isEmpty()) {
        metadata.put("remainingItemCount", left.size() - limit);
      }
    }
    return View.of(call).list(target.kind(), target.version(), page, metadata, world.now());
  }
}
