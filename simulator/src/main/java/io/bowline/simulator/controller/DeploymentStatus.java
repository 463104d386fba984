package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a deployment says of its rollout.
final class DeploymentStatus {
  private static final String KIND = "deployments.apps";

  private final Cluster cluster;

  DeploymentStatus(Cluster cluster) {
    this.cluster = cluster;
  }

  /// Writes the status; tells when the progress deadline is to be looked at.
  Optional<Duration> report(Key key, Optional<ObjectNode> fresh) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode deployment = found.get();
    ObjectNode before =
        Tree.at(deployment, "status") instanceof ObjectNode there ? there : Tree.object();
    ObjectNode status = counts(deployment, fresh);
    if (Tree.has(before, "conditions")) {
      status.set("conditions", before.get("conditions").deepCopy());
    }
    available(deployment, status);
    Optional<Duration> again = progressing(deployment, before, status, fresh);
    cluster.status(KIND, deployment, status);
    return again;
  }

  private ObjectNode counts(ObjectNode deployment, Optional<ObjectNode> fresh) {
    List<ObjectNode> sets = cluster.owned("replicasets.apps", deployment);
    int wanted = Tree.number(deployment, 1, "spec", "replicas");
    ObjectNode status = Tree.object();
    status.put("observedGeneration", Meta.generation(deployment));
    ReplicaSetController.putPositive(status, "replicas", sum(sets, "replicas"));
    ReplicaSetController.putPositive(
        status,
        "updatedReplicas",
        fresh.map(f -> Tree.number(f, 0, "status", "replicas")).orElse(0));
    ReplicaSetController.putPositive(status, "readyReplicas", sum(sets, "readyReplicas"));
    int available = sum(sets, "availableReplicas");
    ReplicaSetController.putPositive(status, "availableReplicas", available);
    int total = Math.max(wanted, sum(sets, "replicas"));
    ReplicaSetController.putPositive(status, "unavailableReplicas", total - available);
    return status;
  }

  private static int sum(List<ObjectNode> sets, String field) {
    return sets.stream().mapToInt(s -> Tree.number(s, 0, "status", field)).sum();
  }

  private void available(ObjectNode deployment, ObjectNode status) {
    int wanted = Tree.number(deployment, 1, "spec", "replicas");
    boolean enough =
        Tree.number(status, 0, "availableReplicas") >= wanted - Surge.of(deployment).less();
    String now = cluster.seconds();
    boolean changed =
        Conditions.set(
            status,
            "Available",
            enough,
            enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            enough
                ? "Deployment has minimum availability."
                : "Deployment does not have minimum availability.",
            now);
    if (changed) {
      Conditions.touch(status, "Available", now);
    }
  }

  private Optional<Duration> progressing(
      ObjectNode deployment, JsonNode before, ObjectNode status, Optional<ObjectNode> fresh) {
    String now = cluster.seconds();
    String name = fresh.map(Meta::name).orElse("");
    if (Tree.at(deployment, "spec", "paused").asBoolean(false)) {
      return Optional.empty();
    }
    if (complete(deployment, status)) {
      String message = "ReplicaSet \"" + name + "\" has successfully progressed.";
      if (Conditions.set(status, "Progressing", true, "NewReplicaSetAvailable", message, now)) {
        Conditions.touch(status, "Progressing", now);
      }
      return Optional.empty();
    }
    Optional<ObjectNode> condition =
        Tree.objects(status, "conditions").stream()
            .filter(c -> Tree.text(c, "type").equals("Progressing"))
            .findAny();
    String since = condition.map(c -> Tree.text(c, "lastUpdateTime")).orElse("");
    boolean done =
        condition.map(c -> Tree.text(c, "reason").equals("NewReplicaSetAvailable")).orElse(true);
    int deadline = Tree.number(deployment, 600, "spec", "progressDeadlineSeconds");
    boolean restarted = done && advances(before, status, deployment);
    if (condition.isEmpty() || restarted || (!done && moved(before, status))) {
      String message = "ReplicaSet \"" + name + "\" is progressing.";
      Conditions.set(status, "Progressing", true, "ReplicaSetUpdated", message, now);
      Conditions.touch(status, "Progressing", now);
      return Optional.of(Duration.ofSeconds(deadline).plusMillis(200));
    }
    Optional<Duration> left = cluster.left(since, deadline);
    if (left.isEmpty() && !done) {
      String message = "ReplicaSet \"" + name + "\" has timed out progressing.";
      if (Conditions.set(status, "Progressing", false, "ProgressDeadlineExceeded", message, now)) {
        Conditions.touch(status, "Progressing", now);
      }
    }
    return left.map(l -> l.plusMillis(200));
  }

  private static boolean complete(ObjectNode deployment, ObjectNode status) {
    int wanted = Tree.number(deployment, 1, "spec", "replicas");
    return Tree.number(status, 0, "updatedReplicas") == wanted
        && Tree.number(status, 0, "replicas") == wanted
        && Tree.number(status, 0, "availableReplicas") == wanted;
  }

  private static boolean advances(JsonNode before, JsonNode status, JsonNode deployment) {
    return Tree.number(before, 0, "observedGeneration") < Meta.generation(deployment)
        || moved(before, status);
  }

  private static boolean moved(JsonNode before, JsonNode status) {
    int updated = Tree.number(before, 0, "updatedReplicas");
    int old = Tree.number(before, 0, "replicas") - updated;
    int updatedNow = Tree.number(status, 0, "updatedReplicas");
    int oldNow = Tree.number(status, 0, "replicas") - updatedNow;
    return updatedNow > updated
        || oldNow < old
        || Tree.number(status, 0, "readyReplicas") > Tree.number(before, 0, "readyReplicas")
        || Tree.number(status, 0, "availableReplicas")
            > Tree.number(before, 0, "availableReplicas");
  }
}
