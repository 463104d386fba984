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

/// Puts pods on the node that has the fewest.
final class Scheduler implements Controller {
  private final Cluster cluster;

  Scheduler(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    boolean waits =
        change.key().kind().equals("pods")
            && change.type() != Change.Type.DELETED
            && Tree.text(change.object(), "spec", "nodeName").isEmpty();
    return waits ? List.of(change.key()) : List.of();
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty()
        || !Tree.text(found.get(), "spec", "nodeName").isEmpty()
        || Meta.deleting(found.get())) {
      return Optional.empty();
    }
    List<ObjectNode> pods = cluster.list("pods", "");
    Optional<ObjectNode> node =
        cluster.list("nodes", "").stream()
            .filter(n -> !Tree.at(n, "spec", "unschedulable").asBoolean(false))
            .filter(n -> fits(found.get(), n))
            .min(Comparator.comparingLong(n -> on(pods, n)));
    if (node.isEmpty()) {
      return Optional.of(Duration.ofSeconds(1));
    }
    ObjectNode pod = found.get();
    Tree.grow(pod, "spec").put("nodeName", Meta.name(node.get()));
    cluster.update("pods", pod);
    return Optional.empty();
  }

  private static boolean fits(ObjectNode pod, ObjectNode node) {
    return Meta.labels(node)
        .entrySet()
        .containsAll(Meta.strings(Tree.at(pod, "spec", "nodeSelector")).entrySet());
  }

  private static long on(List<ObjectNode> pods, ObjectNode node) {
    return pods.stream()
        .filter(p -> Tree.text(p, "spec", "nodeName").equals(Meta.name(node)))
        .count();
  }
}
