package io.bowline.runner.step.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.runner.step.kube.Observed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a release stood before a step's first write.
///
/// @param latest number of its newest revision, 0 for none
/// @param deployed number of the revision that was in force, 0 for none
/// @param freshHooks objects of hooks that were not there
/// @param keptHooks objects of hooks that were there and do not run, such as a ConfigMap
/// @param ranHooks objects of hooks that were there and had run, such as a Job
record BeforeHelm(
    int latest,
    int deployed,
    List<ObjectKey> freshHooks,
    List<ObjectNode> keptHooks,
    List<Ran> ranHooks) {
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");
  private static final Set<String> RUN = Set.of("Job", "Pod");

  BeforeHelm {
    freshHooks = List.copyOf(freshHooks);
    keptHooks = List.copyOf(keptHooks);
    ranHooks = List.copyOf(ranHooks);
  }

  /// One run of a hook.
  record Ran(ObjectKey key, String uid) {}

  static BeforeHelm of(HelmRecords records, List<ObjectKey> hooks, Cluster cluster) {
    var fresh = new ArrayList<ObjectKey>();
    var kept = new ArrayList<ObjectNode>();
    var ran = new ArrayList<Ran>();
    for (ObjectKey key : hooks) {
      Optional<ObjectNode> live = cluster.get(key);
      if (live.isEmpty()) {
        fresh.add(key);
      } else if (!RUN.contains(key.kind())) {
        kept.add(remade(live.get()));
      } else {
        ran.add(new Ran(key, uid(live.get())));
      }
    }
    return new BeforeHelm(
        records.latest().map(Revision::number).orElse(0),
        records.deployed().map(Revision::number).orElse(0),
        fresh,
        kept,
        ran);
  }

  /// Leaves the hooks' objects as they were: Helm itself does not return them. What ran has run.
  void putHooksBack(Cluster cluster) {
    freshHooks.forEach(cluster::delete);
    for (Ran before : ranHooks) {
      // what the broken release put in its place, and still runs or waits for its image
      cluster
          .get(before.key())
          .filter(live -> !uid(live).equals(before.uid()) && !isOver(live))
          .ifPresent(_ -> cluster.delete(before.key()));
    }
    for (ObjectNode before : keptHooks) {
      ObjectKey key = ObjectKey.of(before);
      Optional<ObjectNode> live = cluster.get(key);
      if (!live.map(BeforeHelm::remade).equals(Optional.of(before))) {
        live.ifPresent(_ -> cluster.delete(key));
        cluster.create(before);
      }
    }
  }

  private static String uid(ObjectNode live) {
    return live.path("metadata").path("uid").asText();
  }

  private static boolean isOver(ObjectNode run) {
    JsonNode status = run.path("status");
    boolean failed = false;
    for (JsonNode condition : status.path("conditions")) {
      failed |= condition.path("type").asText().equals("Failed");
    }
    return failed || status.has("completionTime") || OVER.contains(status.path("phase").asText());
  }

  /// An object as it can be made anew.
  private static ObjectNode remade(ObjectNode live) {
    ObjectNode object = Observed.withoutVolatile(live);
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("uid", "creationTimestamp"));
    }
    return object;
  }

  /// Whether the newest revision is still the one that was found, beyond the one in force.
  boolean unfinished(Revision now) {
    return deployed != 0 && now.number() == latest && latest != deployed;
  }

  /// Whether the step's own chart is in force already.
  boolean isSucceededBy(Optional<Revision> now, Path chart) {
    return now.filter(revision -> revision.number() > latest && revision.deployed())
        .filter(revision -> revision.holds(chart))
        .isPresent();
  }
}
