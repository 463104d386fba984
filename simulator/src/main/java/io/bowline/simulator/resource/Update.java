package io.bowline.simulator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Allocations;
import io.bowline.simulator.admission.Defaults;
import io.bowline.simulator.admission.Immutable;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.admission.Refusal.Cause;
import io.bowline.simulator.admission.Validation;
import io.bowline.simulator.apply.Fields;
import io.bowline.simulator.apply.ManagedFields;
import io.bowline.simulator.apply.Owner;
import io.bowline.simulator.apply.ServerSideApply;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.storage.Key;
import io.bowline.simulator.storage.Storage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How an object that is there becomes another.
final class Update {
  private static final List<String> KEPT =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "generation",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "resourceVersion",
          "generateName");

  private final Storage storage;
  private final Defaults defaults;
  private final Allocations allocations;
  private final World world;

  Update(Storage storage, Defaults defaults, Allocations allocations, World world) {
    this.storage = storage;
    this.defaults = defaults;
    this.allocations = allocations;
    this.world = world;
  }

  /// Writes what an update or a patch asks for.
  ObjectNode settle(Kind kind, ObjectNode before, ObjectNode wanted, Intent intent, Owner owner) {
    ObjectNode after = shaped(kind, before, wanted, intent);
    boolean told =
        intent.subresource().isEmpty() && !Tree.at(wanted, "metadata", "managedFields").isEmpty();
    ManagedFields managed = ManagedFields.of(told ? wanted : before);
    if (forgetsOwners(wanted)) {
      managed = ManagedFields.of(Tree.object());
    } else {
      managed.updated(owner, difference(kind, before, after, intent), world.seconds());
    }
    managed.write(after);
    return keep(kind, before, after, intent);
  }

  /// Writes what a server-side apply made of the object.
  ObjectNode settleApplied(
      Kind kind,
      ObjectNode before,
      ServerSideApply.Result.Merged merged,
      Intent intent,
      Owner owner) {
    ObjectNode after = shaped(kind, before, merged.object(), intent);
    ManagedFields managed = ManagedFields.of(before);
    Fields fields = new Fields(kind.name(), kind.custom());
    managed.applied(
        owner, merged.config(), fields.between(plain(before), plain(after)), world.seconds());
    LastApplied.keep(kind, before, after, merged.source(), owner);
    managed.write(after);
    return keep(kind, before, after, intent);
  }

  /// Who scales owns the number of replicas, also when it stays the same.
  private static Fields.Difference difference(
      Kind kind, ObjectNode before, ObjectNode after, Intent intent) {
    if (intent.subresource().equals("scale")) {
      ObjectNode none = Tree.object();
      ObjectNode replicas = Tree.object();
      replicas.putObject("spec").set("replicas", Tree.at(after, "spec", "replicas"));
      return new Fields(kind.name(), kind.custom()).between(none, replicas);
    }
    return new Fields(kind.name(), kind.custom()).between(plain(before), plain(after));
  }

  private static boolean forgetsOwners(ObjectNode wanted) {
    JsonNode entries = Tree.at(wanted, "metadata", "managedFields");
    return entries.isArray() && entries.size() == 1 && entries.get(0).isEmpty();
  }

  private static ObjectNode plain(ObjectNode object) {
    ObjectNode plain = object.deepCopy();
    Tree.grow(plain, "metadata").remove("managedFields");
    return plain;
  }

  private ObjectNode shaped(Kind kind, ObjectNode before, ObjectNode wanted, Intent intent) {
    String name = Meta.name(before);
    checkIdentity(kind, before, wanted);
    if (intent.subresource().equals("status")) {
      ObjectNode after = before.deepCopy();
      JsonNode status = Tree.at(wanted, "status");
      if (status.isMissingNode()) {
        after.remove("status");
      } else {
        after.set("status", status.deepCopy());
      }
      if (kind.id().equals("deployments.apps")) {
        // this is how their controller notes the revision
        Tree.grow(after, "metadata")
            .set("annotations", Tree.grow(wanted.deepCopy(), "metadata", "annotations"));
      }
      return after;
    }
    ObjectNode after = wanted.deepCopy();
    after.put("apiVersion", kind.storedVersion()).put("kind", kind.name());
    keepMetadata(before, after);
    if (kind.has("status")) {
      after.remove("status");
      if (Tree.has(before, "status")) {
        after.set("status", Tree.at(before, "status").deepCopy());
      }
    }
    if (kind.id().equals("services")) {
      keepAllocations(before, after);
    }
    defaults.fill(kind, after);
    if (kind.id().equals("services")) {
      dropExternal(before, after);
      allocations.service(after);
    }
    if (kind.id().equals("daemonsets.apps")) {
      countTemplate(before, after);
    }
    Validation.check(kind, after);
    Immutable.check(kind, before, after);
    if (Meta.deleting(before)) {
      checkFinalizers(kind, name, before, after);
    }
    if (Generation.grows(kind, before, after)) {
      Tree.grow(after, "metadata").put("generation", Meta.generation(before) + 1);
    }
    return after;
  }

  /// A service that is no longer open to the outside gives its outer ports back.
  private static void dropExternal(ObjectNode before, ObjectNode after) {
    Set<String> open = Set.of("NodePort", "LoadBalancer");
    boolean was = open.contains(Tree.text(before, "spec", "type"));
    boolean is = open.contains(Tree.text(after, "spec", "type"));
    if (was && !is) {
      Tree.grow(after, "spec")
          .remove(List.of("externalTrafficPolicy", "allocateLoadBalancerNodePorts"));
      Tree.objects(after, "spec", "ports").forEach(port -> port.remove("nodePort"));
    }
  }

  /// Daemon sets count their templates in an annotation of old.
  private static void countTemplate(ObjectNode before, ObjectNode after) {
    String counter = "deprecated.daemonset.template.generation";
    int count = Tree.number(before, 1, "metadata", "annotations", counter);
    boolean same = Tree.at(before, "spec", "template").equals(Tree.at(after, "spec", "template"));
    Tree.grow(after, "metadata", "annotations")
        .put(counter, Integer.toString(same ? count : count + 1));
  }

  private static void checkIdentity(Kind kind, ObjectNode before, ObjectNode wanted) {
    String name = Meta.name(before);
    String said = Meta.name(wanted);
    if (!said.isEmpty() && !said.equals(name)) {
      throw Refusal.badRequest(
          "the name of the object ("
              + said
              + ") does not match the name on the URL ("
              + name
              + ")");
    }
    String uid = Meta.uid(wanted);
    if (!uid.isEmpty() && !uid.equals(Meta.uid(before))) {
      throw Refusal.conflict(
          kind,
          name,
          "Precondition failed: UID in precondition: "
              + uid
              + ", UID in object meta: "
              + Meta.uid(before));
    }
  }

  private static void keepMetadata(ObjectNode before, ObjectNode after) {
    ObjectNode metadata = Tree.grow(after, "metadata");
    for (String field : KEPT) {
      JsonNode value = Tree.at(before, "metadata", field);
      if (value.isMissingNode()) {
        metadata.remove(field);
      } else {
        metadata.set(field, value.deepCopy());
      }
    }
  }

  private static void keepAllocations(ObjectNode before, ObjectNode after) {
    ObjectNode spec = Tree.grow(after, "spec");
    if (Tree.text(spec, "type").equals("ExternalName")) {
      return;
    }
    for (String field : List.of("clusterIP", "clusterIPs")) {
      JsonNode was = Tree.at(before, "spec", field);
      if (!was.isMissingNode()
          && (Tree.text(spec, field).isEmpty() && Tree.at(spec, field).isEmpty())) {
        spec.set(field, was.deepCopy());
      }
    }
    String type = Tree.text(spec, "type");
    if (!type.equals("NodePort") && !type.equals("LoadBalancer")) {
      return;
    }
    for (ObjectNode port : Tree.objects(spec, "ports")) {
      for (ObjectNode old : Tree.objects(before, "spec", "ports")) {
        if (old.path("port").equals(port.path("port")) && Tree.has(old, "nodePort")) {
          Tree.putIfAbsent(port, "nodePort", old.path("nodePort").asInt());
        }
      }
    }
  }

  private static void checkFinalizers(Kind kind, String name, ObjectNode before, ObjectNode after) {
    Set<String> was = finalizers(before);
    for (String finalizer : finalizers(after)) {
      if (!was.contains(finalizer)) {
        throw Refusal.invalid(
            kind,
            name,
            List.of(
                Cause.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new"
                        + " finalizers []string{\""
                        + finalizer
                        + "\"}")));
      }
    }
  }

  static Set<String> finalizers(ObjectNode object) {
    Set<String> all = new HashSet<>();
    Tree.at(object, "metadata", "finalizers").forEach(f -> all.add(f.asText()));
    return all;
  }

  private ObjectNode keep(Kind kind, ObjectNode before, ObjectNode after, Intent intent) {
    if (intent.dryRun()) {
      return after;
    }
    Key key = Resources.key(kind, Meta.namespace(before), Meta.name(before));
    if (Deletion.isDue(kind, after)) {
      storage.remove(key);
      return after;
    }
    return after.equals(before) ? before : storage.put(key, after).deepCopy();
  }
}
