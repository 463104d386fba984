package io.bowline.simulator.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Allocations;
import io.bowline.simulator.admission.Defaults;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.admission.Validation;
import io.bowline.simulator.apply.Fields;
import io.bowline.simulator.apply.ManagedFields;
import io.bowline.simulator.apply.Owner;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Catalogue;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.storage.Key;
import io.bowline.simulator.storage.Storage;
import java.util.List;
import java.util.Optional;

/// How a new object comes to be.
final class Creation {
  private final Storage storage;
  private final Catalogue catalogue;
  private final Defaults defaults;
  private final Allocations allocations;
  private final World world;

  Creation(
      Storage storage,
      Catalogue catalogue,
      Defaults defaults,
      Allocations allocations,
      World world) {
    this.storage = storage;
    this.catalogue = catalogue;
    this.defaults = defaults;
    this.allocations = allocations;
    this.world = world;
  }

  /// The object with its defaults, not yet checked, not yet kept.
  ObjectNode prepare(Kind kind, String namespace, ObjectNode body) {
    ObjectNode object = body.deepCopy();
    object.put("apiVersion", kind.storedVersion());
    object.put("kind", kind.name());
    ObjectNode metadata = Tree.grow(object, "metadata");
    place(kind, namespace, metadata);
    if (!Meta.resourceVersion(object).isEmpty()) {
      throw new Refusal(500, "", "resourceVersion should not be set on objects to be created");
    }
    metadata.remove(
        List.of("managedFields", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"));
    metadata.put("uid", world.uid());
    metadata.put("creationTimestamp", world.seconds());
    if (Generation.counts(kind)) {
      metadata.put("generation", 1);
    } else {
      metadata.remove("generation");
    }
    if (kind.has("status")) {
      object.remove("status");
    }
    name(metadata);
    defaults.fill(kind, object);
    return object;
  }

  /// What the server gives of its own accord, which its creator does not own.
  void complete(Kind kind, ObjectNode object) {
    allocations.fill(kind, object);
    Validation.check(kind, object);
  }

  private void place(Kind kind, String namespace, ObjectNode metadata) {
    if (!kind.namespaced()) {
      metadata.remove("namespace");
      return;
    }
    String said = Tree.text(metadata, "namespace");
    if (!said.isEmpty() && !said.equals(namespace)) {
      throw Refusal.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    metadata.put("namespace", namespace);
    Kind namespaces = catalogue.require("namespaces");
    Optional<ObjectNode> there = storage.get(new Key("namespaces", "", namespace));
    if (there.isEmpty()) {
      throw Refusal.notFound(namespaces, namespace);
    }
    if (Meta.deleting(there.get())) {
      throw Refusal.forbidden(
          kind,
          Tree.text(metadata, "name"),
          "unable to create new content in namespace "
              + namespace
              + " because it is being terminated");
    }
  }

  private void name(ObjectNode metadata) {
    String prefix = Tree.text(metadata, "generateName");
    if (Tree.text(metadata, "name").isEmpty() && !prefix.isEmpty()) {
      String head = prefix.length() > 58 ? prefix.substring(0, 58) : prefix;
      metadata.put("name", head + world.suffix(5));
    }
  }

  /// The creator owns every field, defaults included.
  void ownAll(Kind kind, ObjectNode object, Owner owner) {
    ManagedFields managed = ManagedFields.of(Tree.object());
    Fields fields = new Fields(kind.name(), kind.custom());
    managed.updated(owner, fields.between(Tree.object(), object), world.seconds());
    managed.write(object);
  }

  /// The applier owns what it applied.
  void ownConfig(Kind kind, ObjectNode object, ObjectNode config, Owner owner) {
    ManagedFields managed = ManagedFields.of(Tree.object());
    Fields fields = new Fields(kind.name(), kind.custom());
    managed.applied(owner, fields.of(config), fields.between(config, config), world.seconds());
    managed.write(object);
  }

  ObjectNode store(Kind kind, ObjectNode object, Intent intent) {
    Key key = Resources.key(kind, Meta.namespace(object), Meta.name(object));
    if (storage.get(key).isPresent()) {
      throw Refusal.exists(kind, key.name());
    }
    return intent.dryRun() ? object : storage.put(key, object).deepCopy();
  }
}
