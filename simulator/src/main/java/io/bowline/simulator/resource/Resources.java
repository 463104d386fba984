package io.bowline.simulator.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Allocations;
import io.bowline.simulator.admission.Defaults;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.admission.Refusal.Cause;
import io.bowline.simulator.apply.ManagedFields;
import io.bowline.simulator.apply.Owner;
import io.bowline.simulator.apply.ServerSideApply;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Catalogue;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.patch.PatchFailed;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.storage.Key;
import io.bowline.simulator.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The verbs on objects; every write is one step on the storage.
public final class Resources {
  private final Storage storage;
  private final Catalogue catalogue;
  private final Creation creation;
  private final Update update;
  private final Deletion deletion;

  public Resources(Storage storage, Catalogue catalogue, World world) {
    this.storage = storage;
    this.catalogue = catalogue;
    Defaults defaults = new Defaults();
    Allocations allocations = new Allocations(world::suffix);
    this.creation = new Creation(storage, catalogue, defaults, allocations, world);
    this.update = new Update(storage, defaults, allocations, world);
    this.deletion = new Deletion(storage, world);
  }

  public Storage storage() {
    return storage;
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public static Key key(Kind kind, String namespace, String name) {
    return new Key(kind.id(), kind.namespaced() ? namespace : "", name);
  }

  /// A copy of the object that its reader may change.
  public Optional<ObjectNode> find(Kind kind, String namespace, String name) {
    return storage.get(key(kind, namespace, name)).map(ObjectNode::deepCopy);
  }

  public ObjectNode get(Kind kind, String namespace, String name) {
    return find(kind, namespace, name).orElseThrow(() -> Refusal.notFound(kind, name));
  }

  /// Shared trees: read only.
  public List<ObjectNode> list(Kind kind, String namespace) {
    return storage.list(kind.id(), namespace);
  }

  public ObjectNode create(Kind kind, String namespace, ObjectNode body, Intent intent) {
    return storage.locked(() -> {
      ObjectNode object = creation.prepare(kind, namespace, body);
      Owner owner = owner(kind, body, intent, false);
      creation.ownAll(kind, object, owner);
      creation.complete(kind, object);
      return creation.store(kind, object, intent);
    });
  }

  public ObjectNode update(
      Kind kind, String namespace, String name, ObjectNode body, Intent intent) {
    return storage.locked(() -> {
      ObjectNode before = get(kind, namespace, name);
      String version = Meta.resourceVersion(body);
      if (!version.isEmpty() && !version.equals(Meta.resourceVersion(before))) {
        throw Refusal.stale(kind, name);
      }
      if (version.isEmpty() && kind.custom()) {
        throw Refusal.unversioned(kind, name);
      }
      return update.settle(kind, before, body, intent, owner(kind, body, intent, false));
    });
  }

  public ObjectNode patch(Kind kind, String namespace, String name, Patch patch, Intent intent) {
    return storage.locked(() -> {
      ObjectNode before = get(kind, namespace, name);
      ObjectNode after = patched(kind, before, patch);
      if (!Meta.resourceVersion(after).equals(Meta.resourceVersion(before))
          && Tree.has(after, "metadata", "resourceVersion")) {
        throw Refusal.stale(kind, name);
      }
      return update.settle(kind, before, after, intent, owner(kind, after, intent, false));
    });
  }

  private static ObjectNode patched(Kind kind, ObjectNode before, Patch patch) {
    try {
      return patch.on(kind.name(), before);
    } catch (PatchFailed e) {
      if (e.isUnreadable()) {
        throw Refusal.badRequest(String.valueOf(e.getMessage()));
      }
      throw Refusal.rejected();
    }
  }

  /// Server-side apply; creates what is not there. A resource version in the configuration is the
  /// one that must be there; where nothing is, it is passed over.
  public ObjectNode apply(
      Kind kind, String namespace, String name, ObjectNode config, Intent intent, boolean force) {
    return storage.locked(() -> {
      Owner owner = owner(kind, config, intent, true);
      Optional<ObjectNode> live = find(kind, namespace, name);
      if (!Meta.name(config).isEmpty() && !Meta.name(config).equals(name)) {
        throw Refusal.badRequest("the name of the object does not match the name on the URL");
      }
      String version = Meta.resourceVersion(config);
      if (live.isPresent()
          && !version.isEmpty()
          && !version.equals(Meta.resourceVersion(live.get()))) {
        throw Refusal.stale(kind, name);
      }
      if (!version.isEmpty()) {
        Tree.grow(config, "metadata").remove("resourceVersion");
      }
      if (live.isEmpty()) {
        if (!Meta.uid(config).isEmpty()) {
          throw Refusal.conflict(
              kind,
              name,
              "uid mismatch: the provided object specified uid "
                  + Meta.uid(config)
                  + ", and no existing object was found");
        }
        Tree.grow(config, "metadata").put("name", name);
        ObjectNode object = creation.prepare(kind, namespace, config);
        creation.ownConfig(kind, object, config, owner);
        creation.complete(kind, object);
        return creation.store(kind, object, intent);
      }
      return switch (ServerSideApply.apply(kind, live.get(), config, owner, force)) {
        case ServerSideApply.Result.Conflict c -> throw conflict(kind, name, c);
        case ServerSideApply.Result.Merged m ->
            update.settleApplied(kind, live.get(), m, intent, owner);
      };
    });
  }

  private static Refusal conflict(Kind kind, String name, ServerSideApply.Result.Conflict found) {
    List<Cause> causes = new ArrayList<>();
    StringBuilder message = new StringBuilder();
    found
        .fieldsByOwner()
        .forEach((owner, fields) -> {
          message.append(message.isEmpty() ? "" : "\n");
          message.append("conflict with ").append(owner).append(": ");
          message.append(String.join(", ", fields));
          fields.forEach(field ->
              causes.add(new Cause(field, "FieldManagerConflict", "conflict with " + owner)));
        });
    int count = causes.size();
    String head = "Apply failed with " + count + " conflict" + (count == 1 ? "" : "s") + ": ";
    return Refusal.applyConflict(kind, name, head + message, causes);
  }

  /// Deletes, or marks for deletion; what is handed out is the object as it was last.
  public Deletion.Deleted delete(Kind kind, String namespace, String name, Deletion.Options how) {
    return storage.locked(() -> deletion.delete(kind, get(kind, namespace, name), how));
  }

  private static Owner owner(Kind kind, ObjectNode body, Intent intent, boolean apply) {
    String version = Tree.text(body, "apiVersion");
    return new Owner(
        intent.manager(),
        apply,
        version.isEmpty() ? kind.storedVersion() : version,
        intent.subresource());
  }

  /// Who owns which fields of an object now.
  public static ManagedFields managed(ObjectNode object) {
    return ManagedFields.of(object);
  }
}
