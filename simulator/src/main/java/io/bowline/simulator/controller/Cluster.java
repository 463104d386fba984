package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Catalogue;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Deletion;
import io.bowline.simulator.resource.Intent;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.resource.Resources;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The API as a controller uses it.
final class Cluster {
  private static final String MANAGER = "kube-controller-manager";

  private final Resources resources;
  private final World world;

  Cluster(Resources resources, World world) {
    this.resources = resources;
    this.world = world;
  }

  World world() {
    return world;
  }

  Resources resources() {
    return resources;
  }

  Catalogue catalogue() {
    return resources.catalogue();
  }

  Kind kind(String id) {
    return resources.catalogue().require(id);
  }

  Optional<ObjectNode> find(Key key) {
    return resources.storage().get(key).map(ObjectNode::deepCopy);
  }

  Optional<ObjectNode> find(String kind, String namespace, String name) {
    return find(new Key(kind, namespace, name));
  }

  /// Shared trees: read only.
  List<ObjectNode> list(String kind, String namespace) {
    return resources.storage().list(kind, namespace);
  }

  List<ObjectNode> owned(String kind, ObjectNode owner) {
    return list(kind, Meta.namespace(owner)).stream()
        .filter(object -> Meta.controlledBy(object, owner))
        .toList();
  }

  ObjectNode create(String kind, String namespace, ObjectNode object) {
    return resources.create(kind(kind), namespace, object, Intent.by(MANAGER));
  }

  ObjectNode update(String kind, ObjectNode object) {
    return resources.update(
        kind(kind), Meta.namespace(object), Meta.name(object), object, Intent.by(MANAGER));
  }

  /// Writes annotations by the way of the status, so that no generation is counted.
  ObjectNode note(String kind, ObjectNode object) {
    return resources.update(
        kind(kind), Meta.namespace(object), Meta.name(object), object, Intent.status(MANAGER));
  }

  /// Writes a status if it differs from what is there.
  void status(String kind, ObjectNode object, ObjectNode status) {
    if (!status.equals(Tree.at(object, "status"))) {
      ObjectNode reported = object.deepCopy();
      reported.set("status", status);
      resources.update(
          kind(kind), Meta.namespace(object), Meta.name(object), reported, Intent.status(MANAGER));
    }
  }

  void delete(String kind, ObjectNode object) {
    resources.delete(
        kind(kind), Meta.namespace(object), Meta.name(object), Deletion.Options.background());
  }

  /// The key of the controller of an object when it is of this kind.
  static Collection<Key> owner(ObjectNode object, String ownerKind, String kind) {
    return Meta.controller(object)
        .filter(reference -> Tree.text(reference, "kind").equals(ownerKind))
        .map(reference -> new Key(kind, Meta.namespace(object), Tree.text(reference, "name")))
        .map(List::of)
        .orElse(List.of());
  }

  Instant now() {
    return world.now();
  }

  String seconds() {
    return world.seconds();
  }

  /// How long a number of seconds after a time still lasts; nothing when it is over.
  Optional<Duration> left(String since, long seconds) {
    if (since.isEmpty()) {
      return Optional.empty();
    }
    Duration left = Duration.between(now(), Instant.parse(since).plusSeconds(seconds));
    return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(left);
  }
}
