package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Keeps numbered pods with their claims, in order.
final class StatefulSetController implements Controller {
  private static final String KIND = "statefulsets.apps";
  private static final String REVISION = "controller-revision-hash";

  private final Cluster cluster;

  StatefulSetController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    return switch (change.key().kind()) {
      case KIND -> List.of(change.key());
      case "pods" -> Cluster.owner(change.object(), "StatefulSet", KIND);
      default -> List.of();
    };
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty() || Meta.deleting(found.get())) {
      return Optional.empty();
    }
    ObjectNode set = found.get();
    String update = revision(set);
    step(set, update);
    report(key, update);
    return Optional.empty();
  }

  private String revision(ObjectNode set) {
    ObjectNode data = Tree.object();
    data.putObject("spec").set("template", Tree.at(set, "spec", "template").deepCopy());
    String hash = Pods.hash(Tree.at(set, "spec", "template"));
    String name = Meta.name(set) + "-" + hash;
    List<ObjectNode> all = cluster.owned("controllerrevisions.apps", set);
    if (all.stream().noneMatch(r -> Meta.name(r).equals(name))) {
      ObjectNode revision = Tree.object();
      revision.put("apiVersion", "apps/v1").put("kind", "ControllerRevision");
      ObjectNode metadata = revision.putObject("metadata").put("name", name);
      metadata.set("labels", Tree.at(set, "spec", "template", "metadata", "labels").deepCopy());
      Tree.grow(metadata, "labels").put("controller.kubernetes.io/hash", hash);
      Meta.own(revision, set);
      revision.set("data", data);
      int last = all.stream().mapToInt(r -> Tree.number(r, 0, "revision")).max().orElse(0);
      revision.put("revision", last + 1);
      cluster.create("controllerrevisions.apps", Meta.namespace(set), revision);
    }
    return name;
  }

  private static int ordinal(JsonNode pod) {
    String name = Meta.name(pod);
    try {
      return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /// Does the next things that order allows.
  private void step(ObjectNode set, String update) {
    int wanted = Tree.number(set, 1, "spec", "replicas");
    boolean parallel = Tree.text(set, "spec", "podManagementPolicy").equals("Parallel");
    List<ObjectNode> pods = cluster.owned("pods", set);
    for (int i = 0; i < wanted; i++) {
      int number = i;
      Optional<ObjectNode> pod = pods.stream().filter(p -> ordinal(p) == number).findAny();
      if (pod.isEmpty()) {
        create(set, number, update);
      } else if (Pods.finished(pod.get()) && !Meta.deleting(pod.get())) {
        cluster.delete("pods", pod.get());
      }
      boolean settled = pod.isPresent() && Pods.ready(pod.get()) && !Meta.deleting(pod.get());
      if (!parallel && !settled && !repairs(set, pod, update)) {
        return;
      }
    }
    List<ObjectNode> surplus =
        pods.stream()
            .filter(p -> ordinal(p) >= wanted)
            .sorted(Comparator.comparingInt(StatefulSetController::ordinal).reversed())
            .toList();
    if (!surplus.isEmpty()) {
      surplus.stream()
          .limit(parallel ? surplus.size() : 1)
          .filter(p -> !Meta.deleting(p))
          .forEach(p -> cluster.delete("pods", p));
      return;
    }
    roll(set, pods, update);
  }

  /// A pod that is broken in an old revision does not hold up its own replacement.
  private static boolean repairs(ObjectNode set, Optional<ObjectNode> pod, String update) {
    boolean rolling = Tree.text(set, "spec", "updateStrategy", "type").equals("RollingUpdate");
    return rolling
        && pod.isPresent()
        && !Meta.deleting(pod.get())
        && !Meta.labels(pod.get()).getOrDefault(REVISION, "").equals(update);
  }

  private void roll(ObjectNode set, List<ObjectNode> pods, String update) {
    if (!Tree.text(set, "spec", "updateStrategy", "type").equals("RollingUpdate")) {
      return;
    }
    int partition = Tree.number(set, 0, "spec", "updateStrategy", "rollingUpdate", "partition");
    for (ObjectNode pod :
        pods.stream()
            .sorted(Comparator.comparingInt(StatefulSetController::ordinal).reversed())
            .toList()) {
      if (ordinal(pod) < partition) {
        return;
      }
      if (!Meta.labels(pod).getOrDefault(REVISION, "").equals(update)) {
        if (!Meta.deleting(pod)) {
          cluster.delete("pods", pod);
        }
        return;
      }
      if (!Pods.ready(pod) || Meta.deleting(pod)) {
        return;
      }
    }
  }

  private void create(ObjectNode set, int ordinal, String update) {
    String name = Meta.name(set) + "-" + ordinal;
    JsonNode template = Tree.at(set, "spec", "template");
    int partition = Tree.number(set, 0, "spec", "updateStrategy", "rollingUpdate", "partition");
    String revision = update;
    if (ordinal < partition) {
      String current = Tree.text(set, "status", "currentRevision");
      Optional<ObjectNode> old =
          cluster.find("controllerrevisions.apps", Meta.namespace(set), current);
      template = old.map(r -> Tree.at(r, "data", "spec", "template")).orElse(template);
      revision = old.isPresent() ? current : update;
    }
    ObjectNode pod = Pods.of(template, set);
    ObjectNode metadata = Tree.grow(pod, "metadata").put("name", name);
    Tree.grow(metadata, "labels")
        .put("statefulset.kubernetes.io/pod-name", name)
        .put("apps.kubernetes.io/pod-index", Integer.toString(ordinal))
        .put(REVISION, revision);
    ObjectNode spec = Tree.grow(pod, "spec");
    spec.put("hostname", name);
    if (Tree.has(set, "spec", "serviceName")) {
      spec.put("subdomain", Tree.text(set, "spec", "serviceName"));
    }
    for (ObjectNode claim : Tree.objects(set, "spec", "volumeClaimTemplates")) {
      claim(set, claim, name, spec);
    }
    cluster.create("pods", Meta.namespace(set), pod);
  }

  private void claim(ObjectNode set, ObjectNode template, String pod, ObjectNode spec) {
    String volume = Meta.name(template);
    String name = volume + "-" + pod;
    if (cluster.find("persistentvolumeclaims", Meta.namespace(set), name).isEmpty()) {
      ObjectNode claim = Tree.object();
      claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
      ObjectNode metadata = claim.putObject("metadata").put("name", name);
      ObjectNode labels = metadata.putObject("labels");
      for (JsonNode some :
          List.of(
              Tree.at(template, "metadata", "labels"),
              Tree.at(set, "spec", "selector", "matchLabels"))) {
        some.properties().forEach(label -> labels.set(label.getKey(), label.getValue()));
      }
      claim.set("spec", Tree.at(template, "spec").deepCopy());
      cluster.create("persistentvolumeclaims", Meta.namespace(set), claim);
    }
    ObjectNode mounted = Tree.growArray(spec, "volumes").addObject().put("name", volume);
    mounted.putObject("persistentVolumeClaim").put("claimName", name);
  }

  private void report(Key key, String update) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty()) {
      return;
    }
    ObjectNode set = found.get();
    int wanted = Tree.number(set, 1, "spec", "replicas");
    List<ObjectNode> pods = cluster.owned("pods", set).stream().filter(Pods::active).toList();
    int updated =
        (int)
            pods.stream()
                .filter(p -> Meta.labels(p).getOrDefault(REVISION, "").equals(update))
                .count();
    int ready = (int) pods.stream().filter(Pods::ready).count();
    String current = Tree.text(set, "status", "currentRevision");
    boolean whole = updated == wanted && pods.size() == wanted && ready == wanted;
    ObjectNode status = Tree.object();
    status.put("observedGeneration", Meta.generation(set));
    status.put("replicas", pods.size());
    ReplicaSetController.putPositive(status, "readyReplicas", ready);
    status.put("availableReplicas", ready);
    String settled = current.isEmpty() || whole ? update : current;
    int currents =
        (int)
            pods.stream()
                .filter(p -> Meta.labels(p).getOrDefault(REVISION, "").equals(settled))
                .count();
    ReplicaSetController.putPositive(status, "currentReplicas", currents);
    ReplicaSetController.putPositive(status, "updatedReplicas", updated);
    status.put("currentRevision", settled);
    status.put("updateRevision", update);
    status.put("collisionCount", 0);
    cluster.status(KIND, set, status);
  }
}
