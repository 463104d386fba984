package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.resource.Selector;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Tells how many pods of a disruption budget may go.
final class DisruptionController implements Controller {
  private static final String KIND = "poddisruptionbudgets.policy";

  private final Cluster cluster;

  DisruptionController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    return switch (change.key().kind()) {
      case KIND -> List.of(change.key());
      case "pods" ->
          cluster.list(KIND, change.key().namespace()).stream()
              .map(b -> new Key(KIND, Meta.namespace(b), Meta.name(b)))
              .toList();
      default -> List.of();
    };
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode budget = found.get();
    List<ObjectNode> pods =
        cluster.list("pods", key.namespace()).stream()
            .filter(Selector.of(Tree.at(budget, "spec", "selector")))
            .filter(Pods::active)
            .toList();
    int healthy = (int) pods.stream().filter(Pods::ready).count();
    int least = Math.max(0, Tree.number(budget, pods.size() - 1, "spec", "minAvailable"));
    ObjectNode status = Tree.object();
    status.put("observedGeneration", Meta.generation(budget));
    status.put("expectedPods", pods.size());
    status.put("currentHealthy", healthy);
    status.put("desiredHealthy", least);
    status.put("disruptionsAllowed", Math.max(0, healthy - least));
    cluster.status(KIND, budget, status);
    return Optional.empty();
  }
}
