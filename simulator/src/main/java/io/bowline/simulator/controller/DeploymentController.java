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

/// Rolls a deployment's template out over replica sets.
final class DeploymentController implements Controller {
  private static final String KIND = "deployments.apps";
  private static final String SETS = "replicasets.apps";
  private static final String HASH = "pod-template-hash";
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private final Cluster cluster;
  private final DeploymentStatus statuses;

  DeploymentController(Cluster cluster) {
    this.cluster = cluster;
    this.statuses = new DeploymentStatus(cluster);
  }

  @Override
  public Collection<Key> touched(Change change) {
    return switch (change.key().kind()) {
      case KIND -> List.of(change.key());
      case SETS -> Cluster.owner(change.object(), "Deployment", KIND);
      default -> List.of();
    };
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty() || Meta.deleting(found.get())) {
      return Optional.empty();
    }
    ObjectNode deployment = found.get();
    boolean paused = Tree.at(deployment, "spec", "paused").asBoolean(false);
    Optional<ObjectNode> fresh = current(deployment);
    if (fresh.isEmpty() && !paused) {
      fresh = Optional.of(create(deployment));
    }
    if (fresh.isPresent()) {
      number(deployment, fresh.get());
      if (!paused) {
        roll(deployment, fresh.get());
      }
    }
    prune(deployment);
    return statuses.report(key, current(deployment));
  }

  private List<ObjectNode> sets(ObjectNode deployment) {
    return cluster.owned(SETS, deployment);
  }

  private Optional<ObjectNode> current(ObjectNode deployment) {
    JsonNode wanted = Tree.at(deployment, "spec", "template");
    return sets(deployment).stream()
        .filter(set -> withoutHash(Tree.at(set, "spec", "template")).equals(withoutHash(wanted)))
        .min(Comparator.comparing(set -> Tree.text(set, "metadata", "creationTimestamp")))
        .map(ObjectNode::deepCopy);
  }

  private static JsonNode withoutHash(JsonNode template) {
    ObjectNode plain = template.deepCopy();
    Tree.grow(plain, "metadata", "labels").remove(HASH);
    Tree.grow(plain, "metadata").remove("creationTimestamp");
    return plain;
  }

  private ObjectNode create(ObjectNode deployment) {
    JsonNode template = withoutHash(Tree.at(deployment, "spec", "template"));
    String hash = Pods.hash(template);
    ObjectNode set = Tree.object();
    set.put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
    ObjectNode metadata = set.putObject("metadata");
    metadata.put("name", Meta.name(deployment) + "-" + hash);
    ObjectNode spec = set.putObject("spec");
    spec.put("replicas", 0);
    if (Tree.has(deployment, "spec", "minReadySeconds")) {
      spec.put("minReadySeconds", Tree.number(deployment, 0, "spec", "minReadySeconds"));
    }
    spec.set("selector", Tree.at(deployment, "spec", "selector").deepCopy());
    Tree.grow(spec, "selector", "matchLabels").put(HASH, hash);
    spec.set("template", template);
    Tree.grow(spec, "template", "metadata", "labels").put(HASH, hash);
    metadata.set("labels", Tree.at(spec, "template", "metadata", "labels").deepCopy());
    Meta.own(set, deployment);
    return cluster.create(SETS, Meta.namespace(deployment), set);
  }

  private void number(ObjectNode deployment, ObjectNode fresh) {
    int highest =
        sets(deployment).stream()
            .filter(set -> !Meta.name(set).equals(Meta.name(fresh)))
            .mapToInt(DeploymentController::revision)
            .max()
            .orElse(0);
    if (revision(fresh) <= highest || revision(fresh) == 0) {
      Tree.grow(fresh, "metadata", "annotations").put(REVISION, Integer.toString(highest + 1));
      ObjectNode written = cluster.update(SETS, fresh);
      Tree.grow(fresh, "metadata").put("resourceVersion", Meta.resourceVersion(written));
    }
    String revision = Integer.toString(revision(fresh));
    if (!Tree.text(deployment, "metadata", "annotations", REVISION).equals(revision)) {
      Tree.grow(deployment, "metadata", "annotations").put(REVISION, revision);
      ObjectNode written = cluster.note(KIND, deployment);
      Tree.grow(deployment, "metadata").put("resourceVersion", Meta.resourceVersion(written));
    }
  }

  private static int revision(JsonNode set) {
    return Tree.number(set, 0, "metadata", "annotations", REVISION);
  }

  private void roll(ObjectNode deployment, ObjectNode fresh) {
    int wanted = Tree.number(deployment, 1, "spec", "replicas");
    List<ObjectNode> old =
        sets(deployment).stream().filter(s -> !Meta.name(s).equals(Meta.name(fresh))).toList();
    if (Tree.text(deployment, "spec", "strategy", "type").equals("Recreate")) {
      old.forEach(set -> scale(set, 0));
      boolean gone =
          old.stream().flatMap(set -> cluster.owned("pods", set).stream()).allMatch(Pods::finished);
      if (gone) {
        scale(fresh, wanted);
      }
      return;
    }
    Surge surge = Surge.of(deployment);
    int now = Tree.number(fresh, 0, "spec", "replicas");
    int total = now + old.stream().mapToInt(DeploymentController::replicas).sum();
    int grown = Math.min(wanted, now + Math.max(0, wanted + surge.more() - total));
    scale(fresh, now > wanted ? wanted : grown);
    scaleDown(deployment, old, surge.less());
  }

  private void scaleDown(ObjectNode deployment, List<ObjectNode> old, int less) {
    int wanted = Tree.number(deployment, 1, "spec", "replicas");
    int available =
        sets(deployment).stream()
            .mapToInt(s -> Tree.number(s, 0, "status", "availableReplicas"))
            .sum();
    for (ObjectNode set : old) {
      int unhealthy =
          Math.max(0, replicas(set) - Tree.number(set, 0, "status", "availableReplicas"));
      if (unhealthy > 0 && fresh(set)) {
        scale(set, replicas(set) - unhealthy);
      }
    }
    int spare = available - (wanted - less);
    for (ObjectNode set : old) {
      int healthy =
          Math.min(
              cluster
                  .find(SETS, Meta.namespace(set), Meta.name(set))
                  .map(DeploymentController::replicas)
                  .orElse(0),
              Tree.number(set, 0, "status", "availableReplicas"));
      int drop = Math.min(Math.max(0, spare), healthy);
      if (drop > 0 && fresh(set)) {
        scale(set, healthy - drop);
        spare -= drop;
      }
    }
  }

  /// Whether a set's status tells of its newest spec.
  private static boolean fresh(JsonNode set) {
    return Tree.number(set, 0, "status", "observedGeneration") >= Meta.generation(set);
  }

  private static int replicas(JsonNode set) {
    return Tree.number(set, 0, "spec", "replicas");
  }

  private void scale(ObjectNode set, int to) {
    ObjectNode now = cluster.find(SETS, Meta.namespace(set), Meta.name(set)).orElse(set).deepCopy();
    if (replicas(now) != to) {
      Tree.grow(now, "spec").put("replicas", to);
      cluster.update(SETS, now);
    }
  }

  private void prune(ObjectNode deployment) {
    int keep = Tree.number(deployment, 10, "spec", "revisionHistoryLimit");
    List<ObjectNode> empty =
        sets(deployment).stream()
            .filter(s -> replicas(s) == 0 && Tree.number(s, 0, "status", "replicas") == 0)
            .filter(s -> !current(deployment).map(Meta::name).orElse("").equals(Meta.name(s)))
            .sorted(Comparator.comparingInt(DeploymentController::revision))
            .toList();
    empty.stream().limit(Math.max(0, empty.size() - keep)).forEach(s -> cluster.delete(SETS, s));
  }
}
