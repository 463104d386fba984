package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Keeps one pod on every node.
final class DaemonSetController implements Controller {
  private static final String KIND = "daemonsets.apps";
  private static final String HASH = "controller-revision-hash";

  private final Cluster cluster;

  DaemonSetController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    return switch (change.key().kind()) {
      case KIND -> List.of(change.key());
      case "pods" -> Cluster.owner(change.object(), "DaemonSet", KIND);
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
    String hash = Pods.hash(Tree.at(set, "spec", "template"));
    List<ObjectNode> nodes = cluster.list("nodes", "");
    List<ObjectNode> pods = cluster.owned("pods", set);
    boolean replacing = false;
    for (ObjectNode node : nodes) {
      Optional<ObjectNode> pod = pods.stream().filter(p -> on(p).equals(Meta.name(node))).findAny();
      if (pod.isEmpty()) {
        create(set, node, hash);
        replacing = true;
      } else if (Meta.deleting(pod.get())) {
        replacing = true;
      } else if (!replacing && outdated(set, pod.get(), hash)) {
        cluster.delete("pods", pod.get());
        replacing = true;
      } else if (!Pods.ready(pod.get())) {
        replacing = true;
      }
    }
    report(set, nodes.size(), hash);
    return Optional.empty();
  }

  private static boolean outdated(ObjectNode set, ObjectNode pod, String hash) {
    boolean rolling = Tree.text(set, "spec", "updateStrategy", "type").equals("RollingUpdate");
    return Pods.finished(pod) || (rolling && !Meta.labels(pod).getOrDefault(HASH, "").equals(hash));
  }

  private static String on(ObjectNode pod) {
    return Tree.text(pod, "spec", "nodeName");
  }

  private void create(ObjectNode set, ObjectNode node, String hash) {
    ObjectNode pod = Pods.of(Tree.at(set, "spec", "template"), set);
    ObjectNode metadata = Tree.grow(pod, "metadata");
    metadata.put("generateName", Meta.name(set) + "-");
    Tree.grow(metadata, "labels").put(HASH, hash);
    Tree.grow(pod, "spec").put("nodeName", Meta.name(node));
    cluster.create("pods", Meta.namespace(set), pod);
  }

  private void report(ObjectNode set, int nodes, String hash) {
    List<ObjectNode> pods = cluster.owned("pods", set).stream().filter(Pods::active).toList();
    int ready = (int) pods.stream().filter(Pods::ready).count();
    ObjectNode status = Tree.object();
    status.put("currentNumberScheduled", pods.size());
    status.put("numberMisscheduled", 0);
    status.put("desiredNumberScheduled", nodes);
    status.put("numberReady", ready);
    status.put("observedGeneration", Meta.generation(set));
    int updated =
        (int) pods.stream().filter(p -> Meta.labels(p).getOrDefault(HASH, "").equals(hash)).count();
    ReplicaSetController.putPositive(status, "updatedNumberScheduled", updated);
    ReplicaSetController.putPositive(status, "numberAvailable", ready);
    ReplicaSetController.putPositive(status, "numberUnavailable", nodes - ready);
    cluster
        .find(KIND, Meta.namespace(set), Meta.name(set))
        .ifPresent(now -> cluster.status(KIND, now, status));
  }
}
