package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.resource.Meta;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What controllers ask of pods, and how they make them.
final class Pods {
  private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";

  private Pods() {}

  static boolean finished(JsonNode pod) {
    String phase = Tree.text(pod, "status", "phase");
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  static boolean active(JsonNode pod) {
    return !finished(pod) && !Meta.deleting(pod);
  }

  static boolean ready(JsonNode pod) {
    return condition(pod, "Ready").map(c -> Tree.text(c, "status").equals("True")).orElse(false);
  }

  /// Ready for at least this long.
  static boolean available(JsonNode pod, int minReadySeconds, Instant now) {
    if (!ready(pod)) {
      return false;
    }
    String since = condition(pod, "Ready").map(c -> Tree.text(c, "lastTransitionTime")).orElse("");
    return minReadySeconds == 0
        || (!since.isEmpty() && !Instant.parse(since).plusSeconds(minReadySeconds).isAfter(now));
  }

  static Optional<ObjectNode> condition(JsonNode object, String type) {
    return Tree.objects(object, "status", "conditions").stream()
        .filter(c -> Tree.text(c, "type").equals(type))
        .findAny();
  }

  /// A pod of a template, owned by its workload.
  static ObjectNode of(JsonNode template, ObjectNode owner) {
    ObjectNode pod = Tree.object();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    for (String field : List.of("labels", "annotations", "finalizers")) {
      if (Tree.has(template, "metadata", field)) {
        metadata.set(field, Tree.at(template, "metadata", field).deepCopy());
      }
    }
    pod.set("spec", Tree.at(template, "spec").deepCopy());
    Meta.own(pod, owner);
    return pod;
  }

  /// A short name for a template's content.
  static String hash(JsonNode template) {
    byte[] digest =
        io.bowline.model.artifact.Digest.of(Tree.bytes(template))
            .hex()
            .getBytes(StandardCharsets.US_ASCII);
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      name.append(SAFE.charAt((digest[2 * i] * 31 + digest[2 * i + 1]) % SAFE.length()));
    }
    return name.toString();
  }
}
