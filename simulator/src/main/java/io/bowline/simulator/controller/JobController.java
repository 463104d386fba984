package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Runs pods until enough of them have succeeded, or too many have failed.
final class JobController implements Controller {
  private static final String KIND = "jobs.batch";

  private final Cluster cluster;

  JobController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    return switch (change.key().kind()) {
      case KIND -> List.of(change.key());
      case "pods" -> Cluster.owner(change.object(), "Job", KIND);
      default -> List.of();
    };
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty() || Meta.deleting(found.get())) {
      return Optional.empty();
    }
    ObjectNode job = found.get();
    if (done(job)) {
      return expire(job);
    }
    List<ObjectNode> pods = cluster.owned("pods", job);
    int succeeded = count(pods, "Succeeded");
    int failed = count(pods, "Failed") + restarts(pods);
    int wanted = Tree.number(job, 1, "spec", "completions");
    ObjectNode status =
        Tree.at(job, "status") instanceof ObjectNode there ? there.deepCopy() : Tree.object();
    Tree.putIfAbsent(status, "startTime", cluster.seconds());
    Optional<Duration> deadline = deadline(job, status);
    boolean late = Tree.has(job, "spec", "activeDeadlineSeconds") && deadline.isEmpty();
    if (succeeded >= wanted) {
      complete(status);
    } else if (failed > Tree.number(job, 6, "spec", "backoffLimit")) {
      fail(job, status, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
    } else if (late) {
      fail(job, status, "DeadlineExceeded", "Job was active longer than specified deadline");
    } else if (!Tree.at(job, "spec", "suspend").asBoolean(false)) {
      Optional<Duration> pause = start(job, pods, succeeded, wanted);
      count(job, status);
      cluster.status(KIND, job, status);
      return pause.isPresent() ? pause : deadline;
    }
    count(job, status);
    cluster.status(KIND, job, status);
    return deadline;
  }

  private static boolean done(JsonNode job) {
    return Pods.condition(job, "Complete").isPresent() || Pods.condition(job, "Failed").isPresent();
  }

  private static int count(List<ObjectNode> pods, String phase) {
    return (int) pods.stream().filter(p -> Tree.text(p, "status", "phase").equals(phase)).count();
  }

  private static int restarts(List<ObjectNode> pods) {
    return pods.stream()
        .filter(p -> Tree.text(p, "spec", "restartPolicy").equals("OnFailure"))
        .filter(Pods::active)
        .flatMap(p -> Tree.objects(p, "status", "containerStatuses").stream())
        .mapToInt(s -> Tree.number(s, 0, "restartCount"))
        .sum();
  }

  private Optional<Duration> deadline(ObjectNode job, ObjectNode status) {
    if (!Tree.has(job, "spec", "activeDeadlineSeconds")) {
      return Optional.empty();
    }
    int seconds = Tree.number(job, 0, "spec", "activeDeadlineSeconds");
    return cluster.left(Tree.text(status, "startTime"), seconds).map(d -> d.plusMillis(100));
  }

  private Optional<Duration> start(
      ObjectNode job, List<ObjectNode> pods, int succeeded, int wanted) {
    int active = (int) pods.stream().filter(p -> !Pods.finished(p)).count();
    int room = Math.min(Tree.number(job, 1, "spec", "parallelism"), wanted - succeeded) - active;
    int failed = count(pods, "Failed");
    if (room > 0 && failed > 0) {
      Optional<Duration> pause = pause(pods, failed);
      if (pause.isPresent()) {
        return pause;
      }
    }
    for (int i = 0; i < room; i++) {
      ObjectNode pod = Pods.of(Tree.at(job, "spec", "template"), job);
      ObjectNode metadata = Tree.grow(pod, "metadata");
      metadata.put("generateName", Meta.name(job) + "-");
      cluster.create("pods", Meta.namespace(job), pod);
    }
    return Optional.empty();
  }

  /// A failed pod is followed by the next one after a pause that grows.
  private Optional<Duration> pause(List<ObjectNode> pods, int failed) {
    String last =
        pods.stream()
            .filter(p -> Tree.text(p, "status", "phase").equals("Failed"))
            .map(p -> Tree.text(p, "metadata", "creationTimestamp"))
            .max(String::compareTo)
            .orElse("");
    return cluster.left(last, Math.min(10, 1L << Math.min(failed, 4)));
  }

  private void complete(ObjectNode status) {
    String now = cluster.seconds();
    String message = "Reached expected number of succeeded pods";
    condition(status, "SuccessCriteriaMet", "CompletionsReached", message, now);
    condition(status, "Complete", "CompletionsReached", message, now);
    status.put("completionTime", now);
  }

  private void fail(ObjectNode job, ObjectNode status, String reason, String message) {
    String now = cluster.seconds();
    condition(status, "FailureTarget", reason, message, now);
    condition(status, "Failed", reason, message, now);
    cluster.owned("pods", job).stream()
        .filter(Pods::active)
        .forEach(p -> cluster.delete("pods", p));
  }

  private static void condition(
      ObjectNode status, String type, String reason, String message, String now) {
    boolean changed = Conditions.set(status, type, true, reason, message, now);
    for (ObjectNode condition : Tree.objects(status, "conditions")) {
      if (changed && Tree.text(condition, "type").equals(type)) {
        condition.put("lastProbeTime", now);
      }
    }
  }

  private void count(ObjectNode job, ObjectNode status) {
    List<ObjectNode> pods = cluster.owned("pods", job);
    status.remove(List.of("active", "succeeded", "failed"));
    List<ObjectNode> active = pods.stream().filter(Pods::active).toList();
    ReplicaSetController.putPositive(status, "active", active.size());
    ReplicaSetController.putPositive(status, "succeeded", count(pods, "Succeeded"));
    ReplicaSetController.putPositive(status, "failed", count(pods, "Failed"));
    status.put("ready", (int) active.stream().filter(Pods::ready).count());
    status.put("terminating", (int) pods.stream().filter(p -> Meta.deleting(p)).count());
    status.putObject("uncountedTerminatedPods");
  }

  private Optional<Duration> expire(ObjectNode job) {
    if (!Tree.has(job, "spec", "ttlSecondsAfterFinished")) {
      return Optional.empty();
    }
    String ended =
        Pods.condition(job, "Complete")
            .or(() -> Pods.condition(job, "Failed"))
            .map(c -> Tree.text(c, "lastTransitionTime"))
            .orElse("");
    Optional<Duration> left =
        cluster.left(ended, Tree.number(job, 0, "spec", "ttlSecondsAfterFinished"));
    if (left.isEmpty()) {
      cluster.delete(KIND, job);
    }
    return left;
  }
}
