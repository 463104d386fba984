package io.bowline.runner.step.helm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.FieldDiff;
import io.bowline.runner.step.kube.Manifest;
import io.bowline.runner.step.kube.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a chart would change in the cluster: against the live objects, and against what Helm
/// recorded, for fields and objects that are no longer named.
final class ChartDiff {
  private static final String OWNER = "meta.helm.sh/release-name";

  private final Cluster cluster;
  private final Map<ObjectKey, ObjectNode> recorded = new LinkedHashMap<>();
  private final String namespace;
  private final String release;

  ChartDiff(Cluster cluster, String namespace, HelmRecords records) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.release = records.release();
    Optional<Revision> base = records.deployed().or(records::latest);
    base.filter(revision -> !revision.status().equals("uninstalled"))
        .map(revision -> ChartObjects.of(revision.manifest()).objects().in(namespace, cluster))
        .map(Manifest::objects)
        .orElse(List.of())
        .forEach(object -> recorded.put(ObjectKey.of(object), object));
  }

  /// Objects that Helm says are the release's.
  Set<ObjectKey> recorded() {
    return new LinkedHashSet<>(recorded.keySet());
  }

  List<String> lines(ChartObjects chart) {
    Manifest wanted = chart.objects().in(namespace, cluster);
    var lines = new LinkedHashSet<String>();
    wanted.objects().forEach(object -> lines.addAll(lines(object)));
    recorded.keySet().stream()
        .filter(key -> !wanted.keys().contains(key) && cluster.get(key).isPresent())
        .forEach(key -> lines.add("- " + key));
    return new ArrayList<>(lines);
  }

  private List<String> lines(ObjectNode object) {
    ObjectKey key = ObjectKey.of(object);
    Optional<ObjectNode> live = cluster.get(key);
    if (live.isEmpty()) {
      return List.of("+ " + key);
    }
    String owner = live.get().path("metadata").path("annotations").path(OWNER).asText("");
    if (!owner.equals(release)) {
      throw new StepException(
          "exists-already",
          key + " is in the cluster but not of Helm release " + release + ": remove or rename it");
    }
    var lines = new LinkedHashSet<>(FieldDiff.between(live.get(), cluster.apply(object, true)));
    ObjectNode before = recorded.get(key);
    if (before != null) {
      lines.addAll(FieldDiff.between(before, object));
    }
    return new ArrayList<>(lines);
  }
}
