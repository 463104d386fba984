package io.bowline.simulator.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Intent;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.resource.Resources;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Events about pods; the same event again is counted on the first one.
final class PodEvents {
  private static final String KUBELET = "kubelet";

  private final Resources resources;
  private final World world;
  private final Kind kind;

  PodEvents(Resources resources, World world) {
    this.resources = resources;
    this.world = world;
    this.kind = resources.catalogue().require("events");
  }

  void tell(ObjectNode pod, String reason, String message) {
    write(pod, "Normal", reason, message);
  }

  void warn(ObjectNode pod, String reason, String message) {
    write(pod, "Warning", reason, message);
  }

  private void write(ObjectNode pod, String type, String reason, String message) {
    String key = Meta.uid(pod) + reason + message;
    String hash = Digest.of(key.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    String name = Meta.name(pod) + "." + hash;
    try {
      Optional<ObjectNode> there = resources.find(kind, Meta.namespace(pod), name);
      if (there.isPresent()) {
        ObjectNode event = there.get();
        event.put("count", Tree.number(event, 1, "count") + 1);
        event.put("lastTimestamp", world.seconds());
        resources.update(kind, Meta.namespace(pod), name, event, Intent.by(KUBELET));
      } else {
        ObjectNode event = fresh(pod, type, reason, message);
        Tree.grow(event, "metadata").put("name", name);
        resources.create(kind, Meta.namespace(pod), event, Intent.by(KUBELET));
      }
    } catch (Refusal e) {
      // an event about a pod whose namespace goes away is of no use to anybody
      if (e.code() != 403 && e.code() != 404 && e.code() != 409) {
        throw e;
      }
    }
  }

  private ObjectNode fresh(ObjectNode pod, String type, String reason, String message) {
    ObjectNode event = Tree.object();
    event.put("apiVersion", "v1").put("kind", "Event");
    event
        .putObject("involvedObject")
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("name", Meta.name(pod))
        .put("namespace", Meta.namespace(pod))
        .put("uid", Meta.uid(pod));
    event.put("type", type).put("reason", reason).put("message", message);
    event.putObject("source").put("component", KUBELET);
    event.put("reportingComponent", KUBELET);
    event.put("firstTimestamp", world.seconds()).put("lastTimestamp", world.seconds());
    return event.put("count", 1);
  }
}
