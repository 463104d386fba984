package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.resource.Deletion;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Deletes what belonged to something that is gone.
final class GarbageCollector implements Controller {
  private static final Duration AGAIN = Duration.ofMillis(50);

  private final Cluster cluster;

  GarbageCollector(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    if (change.type() == Change.Type.DELETED) {
      String uid = Meta.uid(change.object());
      return dependents(uid).stream()
          .map(o -> new Key(kindOf(o), Meta.namespace(o), Meta.name(o)))
          .toList();
    }
    boolean marked = Meta.deleting(change.object());
    boolean owned = Tree.has(change.object(), "metadata", "ownerReferences");
    boolean born = change.type() == Change.Type.ADDED && owned;
    return marked || born ? List.of(change.key()) : List.of();
  }

  private List<ObjectNode> dependents(String uid) {
    List<ObjectNode> found = new ArrayList<>();
    for (Kind kind : cluster.catalogue().all()) {
      for (ObjectNode object : cluster.list(kind.id(), "")) {
        boolean belongs =
            Tree.objects(object, "metadata", "ownerReferences").stream()
                .anyMatch(r -> Tree.text(r, "uid").equals(uid));
        if (belongs) {
          found.add(object);
        }
      }
    }
    return found;
  }

  private String kindOf(ObjectNode object) {
    return cluster
        .catalogue()
        .byName(Tree.text(object, "apiVersion"), Tree.text(object, "kind"))
        .map(Kind::id)
        .orElse("");
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode object = found.get();
    if (Meta.deleting(object)) {
      return finish(key, object);
    }
    List<ObjectNode> references = Tree.objects(object, "metadata", "ownerReferences");
    boolean orphaned =
        !references.isEmpty() && references.stream().noneMatch(r -> alive(object, r));
    if (orphaned) {
      cluster.delete(key.kind(), object);
    }
    return Optional.empty();
  }

  private boolean alive(ObjectNode object, ObjectNode reference) {
    Optional<Kind> kind =
        cluster
            .catalogue()
            .byName(Tree.text(reference, "apiVersion"), Tree.text(reference, "kind"));
    if (kind.isEmpty()) {
      return false;
    }
    String namespace = kind.get().namespaced() ? Meta.namespace(object) : "";
    return cluster
        .find(kind.get().id(), namespace, Tree.text(reference, "name"))
        .filter(owner -> Meta.uid(owner).equals(Tree.text(reference, "uid")))
        .isPresent();
  }

  private Optional<Duration> finish(Key key, ObjectNode object) {
    ArrayNode finalizers = Tree.growArray(Tree.grow(object, "metadata"), "finalizers");
    List<String> names = new ArrayList<>();
    finalizers.forEach(f -> names.add(f.asText()));
    if (names.contains(Deletion.ORPHAN)) {
      dependents(Meta.uid(object)).forEach(d -> release(d, Meta.uid(object)));
      drop(key, object, finalizers, Deletion.ORPHAN);
    } else if (names.contains(Deletion.FOREGROUND)) {
      List<ObjectNode> left = dependents(Meta.uid(object));
      left.stream().filter(d -> !Meta.deleting(d)).forEach(d -> cluster.delete(kindOf(d), d));
      if (!left.isEmpty()) {
        return Optional.of(AGAIN);
      }
      drop(key, object, finalizers, Deletion.FOREGROUND);
    }
    return Optional.empty();
  }

  private void release(ObjectNode dependent, String uid) {
    ObjectNode free = dependent.deepCopy();
    ArrayNode kept = Tree.array();
    Tree.objects(free, "metadata", "ownerReferences").stream()
        .filter(r -> !Tree.text(r, "uid").equals(uid))
        .forEach(kept::add);
    Tree.grow(free, "metadata").set("ownerReferences", kept);
    cluster.update(kindOf(free), free);
  }

  private void drop(Key key, ObjectNode object, ArrayNode finalizers, String finalizer) {
    ArrayNode kept = Tree.array();
    finalizers.forEach(f -> {
      if (!f.asText().equals(finalizer)) {
        kept.add(f);
      }
    });
    Tree.grow(object, "metadata").set("finalizers", kept);
    cluster.update(key.kind(), object);
  }
}
