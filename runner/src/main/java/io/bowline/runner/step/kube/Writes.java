package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.StepException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Writes to objects that were seen before, each under the condition that it still is as it was: a
/// runner that was held up meanwhile overwrites nothing.
///
/// What the cluster writes by itself, such as a status, does not count; then it is tried again.
final class Writes {
  private static final int TRIES = 20;

  private final Map<ObjectKey, Optional<ObjectNode>> seen = new LinkedHashMap<>();
  private final Cluster cluster;
  private final ForeignFields foreign;

  private Writes(Cluster cluster, ForeignFields foreign) {
    this.cluster = cluster;
    this.foreign = foreign;
  }

  /// Looks at what is going to be written.
  static Writes seeing(Cluster cluster, Collection<ObjectKey> keys, ForeignFields foreign) {
    var writes = new Writes(cluster, foreign);
    keys.forEach(key -> writes.seen.put(key, cluster.get(key)));
    return writes;
  }

  /// What was seen, as plans compare it.
  Observed observed() {
    return Observed.of(seen, foreign);
  }

  void apply(ObjectNode object) {
    ObjectKey key = ObjectKey.of(object);
    for (int i = 0; i < TRIES; i++) {
      Optional<ObjectNode> after = cluster.applyUnlessChanged(object, version(key));
      if (after.isPresent()) {
        seen.put(key, after);
        return;
      }
      lookAgain(key);
    }
    throw restless(key);
  }

  /// Nothing happens when it is not there.
  void delete(ObjectKey key) {
    for (int i = 0; i < TRIES; i++) {
      Optional<String> version = version(key);
      if (version.isEmpty() || cluster.deleteUnlessChanged(key, version.get())) {
        return;
      }
      lookAgain(key);
    }
    throw restless(key);
  }

  private Optional<String> version(ObjectKey key) {
    return seen.getOrDefault(key, Optional.empty())
        .map(object -> object.path("metadata").path("resourceVersion").asText());
  }

  private void lookAgain(ObjectKey key) {
    Optional<ObjectNode> before = seen.getOrDefault(key, Optional.empty());
    Optional<ObjectNode> now = cluster.get(key);
    boolean gone = before.isPresent() && now.isEmpty();
    boolean same =
        Observed.of(Map.of(key, before), foreign)
            .digest()
            .equals(Observed.of(Map.of(key, now), foreign).digest());
    if (!same && !gone) {
      throw new StepException(
          "world-moved", key + " was changed by somebody else while this step was at work");
    }
    seen.put(key, now);
  }

  private static StepException restless(ObjectKey key) {
    return new StepException(
        "kubernetes-api", key + " changes all the time: it could not be written");
  }
}
