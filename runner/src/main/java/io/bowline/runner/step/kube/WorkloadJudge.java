package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.kube.Readiness.Broken;
import io.bowline.runner.step.kube.Readiness.Waiting;
import java.util.Optional;

/// Whether an object is ready, from its own state alone: the rules of the Kubernetes kinds, and for
/// other kinds the usual conditions.
final class WorkloadJudge {
  private WorkloadJudge() {}

  static Readiness judge(ObjectNode object) {
    if (object.path("metadata").has("deletionTimestamp")) {
      return new Waiting("is being deleted");
    }
    JsonNode spec = object.path("spec");
    JsonNode status = object.path("status");
    return switch (object.path("kind").asText()) {
      case "Deployment" -> behind(object).orElseGet(() -> deployment(spec, status));
      case "ReplicaSet", "ReplicationController" ->
          behind(object).orElseGet(() -> counted("available", desired(spec), status, "available"));
      case "StatefulSet" -> behind(object).orElseGet(() -> statefulSet(spec, status));
      case "DaemonSet" -> behind(object).orElseGet(() -> daemonSet(status));
      case "Job" -> job(spec, status);
      case "Pod" -> pod(status);
      case "PersistentVolumeClaim" ->
          status.path("phase").asText().equals("Lost")
              ? new Broken("its volume is lost")
              : Readiness.READY;
      case "CustomResourceDefinition" -> needs(status, "Established");
      case "APIService" -> needs(status, "Available");
      default -> behind(object).orElseGet(() -> conditions(status));
    };
  }

  private static Readiness deployment(JsonNode spec, JsonNode status) {
    Optional<JsonNode> progressing = condition(status, "Progressing");
    if (progressing.isPresent()
        && progressing.get().path("reason").asText().equals("ProgressDeadlineExceeded")) {
      return new Broken("made no progress within its deadline");
    }
    int desired = desired(spec);
    int updated = status.path("updatedReplicas").asInt();
    if (updated < desired) {
      return new Waiting(updated + " of " + desired + " pods are of the new revision");
    }
    int total = status.path("replicas").asInt();
    if (total > updated) {
      return new Waiting((total - updated) + " old pods are still there");
    }
    return counted("available", desired, status, "available");
  }

  private static Readiness statefulSet(JsonNode spec, JsonNode status) {
    int desired = desired(spec);
    JsonNode strategy = spec.path("updateStrategy");
    int partition = strategy.path("rollingUpdate").path("partition").asInt();
    if (!strategy.path("type").asText().equals("OnDelete")) {
      int updated = status.path("updatedReplicas").asInt();
      if (updated < desired - partition) {
        return new Waiting(updated + " of " + desired + " pods are of the new revision");
      }
    }
    return counted("ready", desired, status, "ready");
  }

  private static Readiness daemonSet(JsonNode status) {
    int desired = status.path("desiredNumberScheduled").asInt();
    int updated = status.path("updatedNumberScheduled").asInt();
    if (updated < desired) {
      return new Waiting(updated + " of " + desired + " pods are of the new revision");
    }
    int available = status.path("numberAvailable").asInt();
    return available < desired
        ? new Waiting(available + " of " + desired + " pods are available")
        : Readiness.READY;
  }

  private static Readiness job(JsonNode spec, JsonNode status) {
    Optional<JsonNode> failed =
        condition(status, "Failed").filter(c -> c.path("status").asText().equals("True"));
    if (failed.isPresent()) {
      return new Broken("failed: " + failed.get().path("message").asText("no reason given"));
    }
    if (spec.path("suspend").asBoolean()) {
      return Readiness.READY;
    }
    return needs(status, "Complete");
  }

  private static Readiness pod(JsonNode status) {
    return switch (status.path("phase").asText()) {
      case "Succeeded" -> Readiness.READY;
      case "Failed" -> new Broken("failed: " + status.path("message").asText("no reason given"));
      default -> needs(status, "Ready");
    };
  }

  private static Readiness conditions(JsonNode status) {
    Optional<JsonNode> stalled = condition(status, "Stalled").filter(WorkloadJudge::holds);
    if (stalled.isPresent()) {
      return new Broken("is stalled: " + stalled.get().path("message").asText());
    }
    Optional<JsonNode> moving = condition(status, "Reconciling").filter(WorkloadJudge::holds);
    if (moving.isPresent()) {
      return new Waiting(moving.get().path("message").asText("is reconciling"));
    }
    return condition(status, "Ready").filter(ready -> !holds(ready)).isPresent()
        ? needs(status, "Ready")
        : Readiness.READY;
  }

  private static Readiness counted(String field, int desired, JsonNode status, String word) {
    int count = status.path(field + "Replicas").asInt();
    return count < desired
        ? new Waiting(count + " of " + desired + " pods are " + word)
        : Readiness.READY;
  }

  private static Readiness needs(JsonNode status, String type) {
    Optional<JsonNode> condition = condition(status, type);
    if (condition.isPresent() && holds(condition.get())) {
      return Readiness.READY;
    }
    String why = condition.map(c -> c.path("message").asText("")).orElse("");
    return new Waiting("is not " + type + (why.isEmpty() ? "" : ": " + why));
  }

  private static Optional<Readiness> behind(ObjectNode object) {
    JsonNode observed = object.path("status").path("observedGeneration");
    long generation = object.path("metadata").path("generation").asLong();
    boolean workload = object.path("apiVersion").asText().startsWith("apps/");
    boolean missing = observed.isMissingNode();
    return (missing && workload) || (!missing && observed.asLong() < generation)
        ? Optional.of(new Waiting("its controller has not seen the change yet"))
        : Optional.empty();
  }

  private static Optional<JsonNode> condition(JsonNode status, String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  private static boolean holds(JsonNode condition) {
    return condition.path("status").asText().equals("True");
  }

  private static int desired(JsonNode spec) {
    return spec.path("replicas").asInt(1);
  }
}
