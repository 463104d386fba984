package io.bowline.runner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.job.Failure;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.image.ImageKeeper.Used;
import io.bowline.runner.step.kube.Cluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which images a cluster needs: what its workloads mention, in whatever namespace and whatever
/// field, what a workload would go back to, and what custom resources mention, which an operator
/// may start a workload of at any time. A cluster that tells a part only tells nothing.
final class UsedImages {
  private static final Pattern DIGEST =
      Pattern.compile("sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})");
  private static final Pattern TAG = Pattern.compile("bowline-[0-9a-f]{16}");
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");
  private static final String APPS = "apps/v1";
  private static final String REPLICA_SET = "ReplicaSet";
  private static final String REVISION = "deployment.kubernetes.io/revision";

  /// The one that runs, and the one before it.
  private static final int REVISIONS = 2;

  /// Whatever runs pods.
  private static final Map<String, String> WORKLOADS =
      Map.of(
          "Pod",
          "v1",
          "PodTemplate",
          "v1",
          "ReplicationController",
          "v1",
          "Deployment",
          APPS,
          REPLICA_SET,
          APPS,
          "StatefulSet",
          APPS,
          "DaemonSet",
          APPS,
          "Job",
          "batch/v1",
          "CronJob",
          "batch/v1");

  private final Set<String> digests = new HashSet<>();
  private final Set<String> tags = new HashSet<>();
  private final Cluster cluster;

  private UsedImages(Cluster cluster) {
    this.cluster = cluster;
  }

  /// Reads all of them.
  ///
  /// @throws StepException when the cluster does not know a kind that every cluster has
  /// @throws io.bowline.runner.step.kube.ApiFailure when it refuses to list one
  static Used in(Cluster cluster) {
    var images = new UsedImages(cluster);
    WORKLOADS.forEach((kind, version) ->
        images.listed(version, kind).stream()
            .filter(object -> !isOver(object))
            .forEach(images::collect));
    images.formerReplicaSets();
    images.revisions();
    images.customResources();
    return new Used(images.digests, images.tags);
  }

  private List<ObjectNode> listed(String version, String kind) {
    if (cluster.namespaced(version, kind).isEmpty()) {
      throw new StepException(
          new Failure(
              "kubernetes-api",
              "the API server tells nothing of %s (%s): what runs is not known"
                  .formatted(kind, version),
              true));
    }
    return cluster.list(version, kind, "", Map.of());
  }

  /// It will start no pod any more, by itself or in the place of one that dies.
  private static boolean isOver(ObjectNode object) {
    JsonNode status = object.path("status");
    return switch (object.path("kind").asText()) {
      case REPLICA_SET -> isAtZero(object);
      case "Pod" -> OVER.contains(status.path("phase").asText());
      case "Job" -> status.has("completionTime") || failed(status.path("conditions"));
      default -> false;
    };
  }

  private static boolean isAtZero(ObjectNode replicaSet) {
    return replicaSet.path("spec").path("replicas").asInt(1) == 0;
  }

  private static boolean failed(JsonNode conditions) {
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText().equals("Failed")
          && condition.path("status").asText().equals("True")) {
        return true;
      }
    }
    return false;
  }

  /// Of what a Deployment ran before, the newest: that is where `kubectl rollout undo` goes.
  private void formerReplicaSets() {
    var newest = new HashMap<String, ObjectNode>();
    for (ObjectNode one : listed(APPS, REPLICA_SET)) {
      if (isAtZero(one)) {
        newest.merge(owner(one), one, (a, b) -> revisionOf(a) >= revisionOf(b) ? a : b);
      }
    }
    newest.values().forEach(this::collect);
  }

  private static long revisionOf(ObjectNode replicaSet) {
    return replicaSet.path("metadata").path("annotations").path(REVISION).asLong();
  }

  /// The same of what StatefulSets and DaemonSets run and ran.
  private void revisions() {
    var all = new HashMap<String, List<ObjectNode>>();
    for (ObjectNode one : listed(APPS, "ControllerRevision")) {
      all.computeIfAbsent(owner(one), _ -> new ArrayList<>()).add(one);
    }
    Comparator<ObjectNode> newestFirst =
        Comparator.comparingLong((ObjectNode one) -> one.path("revision").asLong()).reversed();
    for (List<ObjectNode> some : all.values()) {
      some.stream().sorted(newestFirst).limit(REVISIONS).forEach(this::collect);
    }
  }

  /// Nobody's is its own.
  private static String owner(ObjectNode object) {
    JsonNode metadata = object.path("metadata");
    for (JsonNode owner : metadata.path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return owner.path("uid").asText();
      }
    }
    return metadata.path("uid").asText();
  }

  private void customResources() {
    for (ObjectNode definition : listed("apiextensions.k8s.io/v1", "CustomResourceDefinition")) {
      JsonNode spec = definition.path("spec");
      for (JsonNode version : spec.path("versions")) {
        if (version.path("served").asBoolean()) {
          String named = spec.path("group").asText() + "/" + version.path("name").asText();
          listed(named, spec.path("names").path("kind").asText()).forEach(this::collect);
          break;
        }
      }
    }
  }

  /// Whatever its text mentions counts, wherever it stands.
  private void collect(ObjectNode object) {
    String text = object.toString();
    collect(DIGEST.matcher(text), digests);
    collect(TAG.matcher(text), tags);
  }

  private static void collect(Matcher matcher, Set<String> into) {
    while (matcher.find()) {
      into.add(matcher.group());
    }
  }
}
