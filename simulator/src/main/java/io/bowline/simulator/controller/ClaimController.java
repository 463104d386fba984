package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Provisions a volume for every claim, and removes it with the claim.
final class ClaimController implements Controller {
  private static final String KIND = "persistentvolumeclaims";
  private static final String VOLUMES = "persistentvolumes";

  private final Cluster cluster;

  ClaimController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    boolean volume = change.key().kind().equals(VOLUMES) && Meta.deleting(change.object());
    return change.key().kind().equals(KIND) || volume ? List.of(change.key()) : List.of();
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (key.kind().equals(VOLUMES)) {
      found.filter(Meta::deleting).ifPresent(v -> unprotect(VOLUMES, v));
      return Optional.empty();
    }
    if (found.isEmpty()) {
      cluster.list(VOLUMES, "").stream()
          .filter(v -> Tree.text(v, "spec", "claimRef", "name").equals(key.name()))
          .filter(v -> Tree.text(v, "spec", "claimRef", "namespace").equals(key.namespace()))
          .filter(v -> !Tree.text(v, "spec", "persistentVolumeReclaimPolicy").equals("Retain"))
          .forEach(this::remove);
      return Optional.empty();
    }
    ObjectNode claim = found.get();
    if (Meta.deleting(claim)) {
      return release(claim);
    }
    if (!Tree.text(claim, "status", "phase").equals("Bound") && provisioned(claim)) {
      bind(claim);
    }
    return Optional.empty();
  }

  private boolean provisioned(ObjectNode claim) {
    String named = Tree.text(claim, "spec", "storageClassName");
    return named.isEmpty() || cluster.find("storageclasses.storage.k8s.io", "", named).isPresent();
  }

  /// A claim goes when no pod uses it any more.
  private Optional<Duration> release(ObjectNode claim) {
    boolean used =
        cluster.list("pods", Meta.namespace(claim)).stream()
            .filter(pod -> !Pods.finished(pod))
            .flatMap(pod -> Tree.objects(pod, "spec", "volumes").stream())
            .anyMatch(
                v -> Tree.text(v, "persistentVolumeClaim", "claimName").equals(Meta.name(claim)));
    if (used) {
      return Optional.of(Duration.ofMillis(200));
    }
    unprotect(KIND, claim);
    return Optional.empty();
  }

  private void unprotect(String kind, ObjectNode object) {
    ArrayNode kept = Tree.array();
    Tree.at(object, "metadata", "finalizers")
        .forEach(f -> {
          if (!f.asText().endsWith("-protection")) {
            kept.add(f);
          }
        });
    Tree.grow(object, "metadata").set("finalizers", kept);
    cluster.update(kind, object);
  }

  private void remove(ObjectNode volume) {
    cluster.delete(VOLUMES, volume);
    cluster.find(VOLUMES, "", Meta.name(volume)).ifPresent(marked -> unprotect(VOLUMES, marked));
  }

  private void bind(ObjectNode claim) {
    String name = "pvc-" + Meta.uid(claim);
    if (cluster.find(VOLUMES, "", name).isEmpty()) {
      cluster.create(VOLUMES, "", volume(claim, name));
    }
    if (Tree.text(claim, "spec", "volumeName").isEmpty()) {
      Tree.grow(claim, "spec").put("volumeName", name);
      Tree.putIfAbsent(Tree.grow(claim, "spec"), "storageClassName", "standard");
      claim = cluster.update(KIND, claim);
    }
    ObjectNode status = Tree.object();
    status.put("phase", "Bound");
    status.set("accessModes", Tree.at(claim, "spec", "accessModes").deepCopy());
    status
        .putObject("capacity")
        .set("storage", Tree.at(claim, "spec", "resources", "requests", "storage").deepCopy());
    cluster.status(KIND, claim, status);
  }

  private ObjectNode volume(ObjectNode claim, String name) {
    ObjectNode volume = Tree.object();
    volume.put("apiVersion", "v1").put("kind", "PersistentVolume");
    volume.putObject("metadata").put("name", name);
    ObjectNode spec = volume.putObject("spec");
    spec.putObject("capacity")
        .set("storage", Tree.at(claim, "spec", "resources", "requests", "storage").deepCopy());
    spec.set("accessModes", Tree.at(claim, "spec", "accessModes").deepCopy());
    spec.put("persistentVolumeReclaimPolicy", "Delete");
    spec.put("storageClassName", "standard");
    spec.putObject("hostPath").put("path", "/simulated/" + name).put("type", "");
    spec.putObject("claimRef")
        .put("apiVersion", "v1")
        .put("kind", "PersistentVolumeClaim")
        .put("namespace", Meta.namespace(claim))
        .put("name", Meta.name(claim))
        .put("uid", Meta.uid(claim));
    return volume;
  }
}
