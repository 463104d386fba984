package io.bowline.runner.step.helm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.FieldDiff;
import io.bowline.runner.step.kube.Kept;
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
  private final Set<ObjectKey> unfinished;
  private final String namespace;
  private final String release;

  ChartDiff(Cluster cluster, String namespace, HelmRecords records) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.release = records.release();
    Optional<Revision> base = records.deployed().or(records::latest);
    base.filter(revision -> !revision.uninstalled())
        .map(this::manifest)
        .map(Manifest::objects)
        .orElse(List.of())
        .forEach(object -> recorded.put(ObjectKey.of(object), object));
    unfinished =
        records
            .latest()
            .filter(revision -> !revision.uninstalled() && !revision.equals(base.get()))
            .map(this::manifest)
            .map(Manifest::keys)
            .map(LinkedHashSet::new)
            .orElseGet(LinkedHashSet::new);
    unfinished.removeAll(recorded.keySet());
  }

  private Manifest manifest(Revision revision) {
    return ChartObjects.of(revision.manifest()).objects().in(namespace, cluster);
  }

  /// Objects that Helm says are the release's.
  Set<ObjectKey> recorded() {
    return new LinkedHashSet<>(recorded.keySet());
  }

  /// Those, and what a revision may have brought that Helm did not finish.
  Set<ObjectKey> everything() {
    Set<ObjectKey> all = recorded();
    all.addAll(unfinished);
    return all;
  }

  /// What taking all of it away means, line by line.
  List<String> removal() {
    var lines = new ArrayList<String>();
    everything().forEach(key -> cluster.get(key).ifPresent(live -> lines.add(gone(key, live))));
    return lines;
  }

  /// Whether Helm made this object, for this release.
  boolean owns(ObjectNode live) {
    return live.path("metadata").path("annotations").path(OWNER).asText("").equals(release);
  }

  List<String> lines(ChartObjects chart) {
    Manifest wanted = chart.objects().in(namespace, cluster);
    var lines = new LinkedHashSet<String>();
    wanted.objects().forEach(object -> lines.addAll(lines(object)));
    everything().stream()
        .filter(key -> !wanted.keys().contains(key))
        .forEach(key -> cluster.get(key).ifPresent(live -> lines.add(gone(key, live))));
    return new ArrayList<>(lines);
  }

  private static String gone(ObjectKey key, ObjectNode live) {
    return Kept.byPolicy(live) ? Kept.stays(key, live) : "- " + key;
  }

  /// What applying it would change. The server cannot say for a custom object whose definition does
  /// not know all of its fields yet: that comes in the step before.
  private List<String> tried(ObjectKey key, ObjectNode live, ObjectNode object) {
    try {
      return FieldDiff.between(live, cluster.apply(object, true));
    } catch (ApiFailure e) {
      if (e.isAboutFieldsNotYetDefined()) {
        return List.of("~ " + key, "    has fields that its kind is yet to be given");
      }
      throw e;
    }
  }

  private List<String> lines(ObjectNode object) {
    ObjectKey key = ObjectKey.of(object);
    Optional<ObjectNode> live = cluster.get(key);
    if (live.isEmpty()) {
      return List.of("+ " + key);
    }
    if (!owns(live.get())) {
      throw new StepException(
          "exists-already",
          key + " is in the cluster but not of Helm release " + release + ": remove or rename it");
    }
    var lines = new LinkedHashSet<>(tried(key, live.get(), object));
    ObjectNode before = recorded.get(key);
    if (before != null) {
      lines.addAll(FieldDiff.between(before, object));
    }
    return new ArrayList<>(lines);
  }
}
