package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.kube.Readiness.Blocked;
import io.bowline.runner.step.kube.Readiness.Broken;
import io.bowline.runner.step.kube.Readiness.Ready;
import io.bowline.runner.step.kube.Readiness.Stuck;
import io.bowline.runner.step.kube.Readiness.Waiting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Why the pods of a workload are not ready: what the kubelet says of their containers.
final class PodTrouble {
  private static final Set<String> STUCK =
      Set.of(
          "CrashLoopBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");
  private static final String HASH = "pod-template-hash";
  private static final String REVISION_HASH = "controller-revision-hash";
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private static final Set<String> NOT_PULLED = Set.of("ImagePullBackOff", "ErrImagePull");

  private final Cluster cluster;
  private final PullRefusals refusals;

  PodTrouble(Cluster cluster, ImageRules rules) {
    this.cluster = cluster;
    refusals = new PullRefusals(rules);
  }

  /// What is wrong with the pods of the newest revision, if anything is.
  Optional<Readiness> of(ObjectNode workload) {
    Readiness waiting = null;
    for (ObjectNode pod : pods(workload, newest(workload))) {
      Optional<Readiness> trouble = inPod(pod);
      if (trouble.filter(PodTrouble::stays).isPresent()) {
        return trouble;
      }
      waiting = trouble.orElse(waiting);
    }
    return Optional.ofNullable(waiting);
  }

  /// A stateful set waits for a stuck pod of an older revision for ever; deleting it lets it go on.
  void freeStatefulSet(ObjectNode set) {
    String update = set.path("status").path("updateRevision").asText("");
    if (!set.path("kind").asText().equals("StatefulSet") || update.isEmpty()) {
      return;
    }
    for (ObjectNode pod : pods(set, Map.of())) {
      String own = pod.path("metadata").path("labels").path(REVISION_HASH).asText("");
      boolean outdated = !own.isEmpty() && !own.equals(update);
      boolean leaving = pod.path("metadata").has("deletionTimestamp");
      if (outdated && !leaving && inPod(pod).filter(PodTrouble::stays).isPresent()) {
        cluster.delete(ObjectKey.of(pod));
      }
    }
  }

  /// Whether it seldom mends itself.
  private static boolean stays(Readiness trouble) {
    return switch (trouble) {
      case Stuck _, Blocked _, Broken _ -> true;
      case Waiting _, Ready _ -> false;
    };
  }

  private List<ObjectNode> pods(ObjectNode workload, Map<String, String> more) {
    Map<String, String> labels = selector(workload);
    if (labels.isEmpty()) {
      return List.of();
    }
    labels.putAll(more);
    String namespace = workload.path("metadata").path("namespace").asText("");
    return cluster.list("v1", "Pod", namespace, labels);
  }

  private Map<String, String> newest(ObjectNode workload) {
    return switch (workload.path("kind").asText()) {
      case "StatefulSet" -> {
        String revision = workload.path("status").path("updateRevision").asText("");
        yield revision.isEmpty() ? Map.of() : Map.of(REVISION_HASH, revision);
      }
      case "Deployment" -> newestReplicaSet(workload);
      default -> Map.of();
    };
  }

  private Map<String, String> newestReplicaSet(ObjectNode deployment) {
    JsonNode metadata = deployment.path("metadata");
    String revision = metadata.path("annotations").path(REVISION).asText("");
    if (revision.isEmpty()) {
      return Map.of();
    }
    String namespace = metadata.path("namespace").asText("");
    for (ObjectNode set : cluster.list("apps/v1", "ReplicaSet", namespace, selector(deployment))) {
      JsonNode meta = set.path("metadata");
      String hash = meta.path("labels").path(HASH).asText("");
      if (revision.equals(meta.path("annotations").path(REVISION).asText()) && !hash.isEmpty()) {
        return Map.of(HASH, hash);
      }
    }
    return Map.of();
  }

  private static Map<String, String> selector(ObjectNode workload) {
    var labels = new LinkedHashMap<String, String>();
    workload
        .path("spec")
        .path("selector")
        .path("matchLabels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  private Optional<Readiness> inPod(ObjectNode pod) {
    JsonNode status = pod.path("status");
    String name = pod.path("metadata").path("name").asText();
    Readiness waiting = null;
    for (String list : List.of("initContainerStatuses", "containerStatuses")) {
      for (JsonNode container : status.path(list)) {
        Optional<Readiness> trouble = inContainer(name, container);
        if (trouble.filter(PodTrouble::stays).isPresent()) {
          return trouble;
        }
        waiting = trouble.orElse(waiting);
      }
    }
    return waiting != null ? Optional.of(waiting) : unscheduled(name, status);
  }

  private Optional<Readiness> inContainer(String pod, JsonNode container) {
    String which = "container " + container.path("name").asText() + " of pod " + pod;
    JsonNode waiting = container.path("state").path("waiting");
    String reason = waiting.path("reason").asText("");
    int restarts = container.path("restartCount").asInt();
    if (NOT_PULLED.contains(reason)) {
      return Optional.of(
          refusals.judge(
              container.path("image").asText(),
              which + ": " + reason + detail(waiting, container)));
    }
    if (STUCK.contains(reason)) {
      return Optional.of(new Stuck(which + ": " + reason + detail(waiting, container)));
    }
    boolean ready = container.path("ready").asBoolean();
    boolean completed = container.path("state").path("terminated").path("exitCode").asInt(-1) == 0;
    if (restarts == 0 || ready || completed) {
      return Optional.empty();
    }
    // between two crashes it runs for a moment, or says only that it has terminated
    return restarts > 1
        ? Optional.of(
            new Stuck(
                which
                    + ": CrashLoopBackOff after "
                    + restarts
                    + " restarts"
                    + detail(waiting, container)))
        : Optional.of(new Waiting(which + ": restarted once" + detail(waiting, container)));
  }

  private static String detail(JsonNode waiting, JsonNode container) {
    JsonNode last = container.path("lastState").path("terminated");
    if (last.has("exitCode")) {
      String why = last.path("reason").asText("");
      return " (exit code "
          + last.path("exitCode").asInt()
          + (why.isEmpty() ? ")" : ", " + why + ")");
    }
    String message = waiting.path("message").asText("");
    return message.isEmpty() ? "" : " (" + message.lines().findFirst().orElse("") + ")";
  }

  private static Optional<Readiness> unscheduled(String pod, JsonNode status) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("PodScheduled")
          && condition.path("status").asText().equals("False")) {
        return Optional.of(
            new Waiting("pod " + pod + " is not placed: " + condition.path("message").asText()));
      }
    }
    return Optional.empty();
  }
}
