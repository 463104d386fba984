package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The state of objects as a plan relies on it: all that people or releases decide, nothing that
/// the cluster writes by itself, and nothing that was left to others.
public final class Observed {
  private final TreeMap<String, JsonNode> states = new TreeMap<>();

  /// Looks at every object now.
  ///
  /// @param foreign fields that belong to others; they may change
  public static Observed now(Cluster cluster, Collection<ObjectKey> keys, ForeignFields foreign) {
    var seen = new LinkedHashMap<ObjectKey, Optional<ObjectNode>>();
    keys.forEach(key -> seen.put(key, cluster.get(key)));
    return of(seen, foreign);
  }

  /// What was seen of objects.
  static Observed of(Map<ObjectKey, Optional<ObjectNode>> seen, ForeignFields foreign) {
    var observed = new Observed();
    seen.forEach((key, live) ->
        observed.states.put(
            key.identity(),
            live.<JsonNode>map(o -> stable(o, key, foreign)).orElse(Json.object())));
    return observed;
  }

  public Digest digest() {
    return Json.digest(Json.object().setAll(states));
  }

  /// What changed since an earlier look that was kept as a `tree`, for people.
  public String changesSince(JsonNode earlier) {
    var changed = new ArrayList<String>();
    states.forEach((name, state) -> {
      if (!Json.digest(state).toString().equals(earlier.path(name).asText())) {
        changed.add(name);
      }
    });
    return String.join(", ", changed);
  }

  /// As it is kept beside the frozen bytes.
  public ObjectNode tree() {
    ObjectNode tree = Json.object();
    // digests only: live objects may hold secrets
    states.forEach((name, state) -> tree.put(name, Json.digest(state).toString()));
    return tree;
  }

  private static ObjectNode stable(ObjectNode live, ObjectKey key, ForeignFields foreign) {
    ObjectNode copy = withoutVolatile(live);
    foreign.of(key).forEach(path -> path.remove(copy));
    return copy;
  }

  /// An object without what the cluster keeps for itself.
  public static ObjectNode withoutVolatile(ObjectNode live) {
    ObjectNode copy = live.deepCopy();
    copy.remove("status");
    if (copy.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
      metadata.remove("resourceVersion");
      metadata.remove("generation");
      metadata.remove("selfLink");
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove("deployment.kubernetes.io/revision");
        if (annotations.isEmpty()) {
          metadata.remove("annotations");
        }
      }
    }
    return copy;
  }
}
