package io.bowline.simulator.controller;

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

/// Keeps the wanted number of pods.
final class ReplicaSetController implements Controller {
  private static final String KIND = "replicasets.apps";

  private final Cluster cluster;

  ReplicaSetController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    return switch (change.key().kind()) {
      case KIND -> List.of(change.key());
      case "pods" -> Cluster.owner(change.object(), "ReplicaSet", KIND);
      default -> List.of();
    };
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode set = found.get();
    List<ObjectNode> pods = cluster.owned("pods", set).stream().filter(Pods::active).toList();
    int wanted = Tree.number(set, 1, "spec", "replicas");
    if (!Meta.deleting(set)) {
      scale(set, pods, wanted);
    }
    report(set);
    int minReady = Tree.number(set, 0, "spec", "minReadySeconds");
    boolean waiting =
        minReady > 0
            && pods.stream()
                .anyMatch(p -> Pods.ready(p) && !Pods.available(p, minReady, cluster.now()));
    return waiting ? Optional.of(Duration.ofSeconds(1)) : Optional.empty();
  }

  private void scale(ObjectNode set, List<ObjectNode> pods, int wanted) {
    for (int i = pods.size(); i < wanted; i++) {
      ObjectNode pod = Pods.of(Tree.at(set, "spec", "template"), set);
      Tree.grow(pod, "metadata").put("generateName", Meta.name(set) + "-");
      cluster.create("pods", Meta.namespace(set), pod);
    }
    if (pods.size() > wanted) {
      Comparator<ObjectNode> worstFirst =
          Comparator.<ObjectNode, Boolean>comparing(Pods::ready)
              .thenComparing(
                  p -> Tree.text(p, "metadata", "creationTimestamp"), Comparator.reverseOrder());
      pods.stream()
          .sorted(worstFirst)
          .limit(pods.size() - wanted)
          .forEach(pod -> cluster.delete("pods", pod));
    }
  }

  private void report(ObjectNode set) {
    List<ObjectNode> pods = cluster.owned("pods", set).stream().filter(Pods::active).toList();
    int minReady = Tree.number(set, 0, "spec", "minReadySeconds");
    ObjectNode status = Tree.object();
    status.put("replicas", pods.size());
    putPositive(status, "fullyLabeledReplicas", pods.size());
    putPositive(status, "readyReplicas", pods.stream().filter(Pods::ready).count());
    putPositive(
        status,
        "availableReplicas",
        pods.stream().filter(p -> Pods.available(p, minReady, cluster.now())).count());
    status.put("observedGeneration", Meta.generation(set));
    cluster.find(keyOf(set)).ifPresent(now -> cluster.status(KIND, now, status));
  }

  private static Key keyOf(ObjectNode set) {
    return new Key(KIND, Meta.namespace(set), Meta.name(set));
  }

  static void putPositive(ObjectNode status, String field, long count) {
    if (count > 0) {
      status.put(field, (int) count);
    }
  }
}
