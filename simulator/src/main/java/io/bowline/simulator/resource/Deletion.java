package io.bowline.simulator.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.storage.Key;
import io.bowline.simulator.storage.Storage;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;

/// How an object goes: at once, after its finalizers, or after its grace.
public final class Deletion {
  /// Deleted only after its dependents.
  public static final String FOREGROUND = "foregroundDeletion";

  /// Deleted after its dependents are let go.
  public static final String ORPHAN = "orphan";

  private final Storage storage;
  private final World world;

  Deletion(Storage storage, World world) {
    this.storage = storage;
    this.world = world;
  }

  /// What the request says about the manner.
  ///
  /// @param propagation `Background`, `Foreground`, `Orphan` or empty
  public record Options(
      String propagation, OptionalInt grace, String uid, String version, boolean dryRun) {
    public static Options background() {
      return new Options("Background", OptionalInt.empty(), "", "", false);
    }

    public static Options now() {
      return new Options("Background", OptionalInt.of(0), "", "", false);
    }

    /// Reads `DeleteOptions` as a body.
    public static Options read(ObjectNode body, boolean dryRun) {
      boolean orphans = Tree.at(body, "orphanDependents").asBoolean(false);
      String propagation = Tree.text(body, "propagationPolicy");
      return new Options(
          propagation.isEmpty() && orphans ? "Orphan" : propagation,
          Tree.has(body, "gracePeriodSeconds")
              ? OptionalInt.of(Tree.number(body, 0, "gracePeriodSeconds"))
              : OptionalInt.empty(),
          Tree.text(body, "preconditions", "uid"),
          Tree.text(body, "preconditions", "resourceVersion"),
          dryRun || !Tree.at(body, "dryRun").isEmpty());
    }
  }

  /// What became of the object.
  ///
  /// @param gone whether it is no longer there
  public record Deleted(ObjectNode object, boolean gone) {}

  Deleted delete(Kind kind, ObjectNode before, Options how) {
    String name = Meta.name(before);
    check(kind, name, "UID", how.uid(), Meta.uid(before));
    check(kind, name, "ResourceVersion", how.version(), Meta.resourceVersion(before));
    Key key = Resources.key(kind, Meta.namespace(before), name);
    ObjectNode after = before.deepCopy();
    addFinalizer(after, how.propagation());
    boolean definition = kind.id().startsWith("customresourcedefinitions.");
    if (definition && !Meta.deleting(before)) {
      Tree.growArray(Tree.grow(after, "metadata"), "finalizers")
          .add("customresourcecleanup.apiextensions.k8s.io");
    }
    int grace = grace(kind, after, how.grace());
    boolean waits = grace > 0 || !Update.finalizers(after).isEmpty() || heldNamespace(kind, after);
    if (!waits) {
      if (how.dryRun()) {
        return new Deleted(after, true);
      }
      ObjectNode last = storage.remove(key).orElse(after).deepCopy();
      if (kind.id().equals("pods")) {
        mark(kind, last, 0);
      }
      return new Deleted(last, true);
    }
    mark(kind, after, grace);
    if (how.dryRun() || after.equals(before)) {
      return new Deleted(after, false);
    }
    return new Deleted(storage.put(key, after).deepCopy(), false);
  }

  private static void check(Kind kind, String name, String what, String wanted, String found) {
    if (!wanted.isEmpty() && !wanted.equals(found)) {
      throw Refusal.precondition(kind, name, what, wanted, found);
    }
  }

  private static void addFinalizer(ObjectNode object, String propagation) {
    String finalizer =
        switch (propagation) {
          case "Foreground" -> FOREGROUND;
          case "Orphan" -> ORPHAN;
          default -> "";
        };
    ObjectNode metadata = Tree.grow(object, "metadata");
    if (!finalizer.isEmpty() && !Update.finalizers(object).contains(finalizer)) {
      ArrayNode all = Tree.growArray(metadata, "finalizers");
      all.add(finalizer);
    }
  }

  private static int grace(Kind kind, ObjectNode object, OptionalInt asked) {
    if (!kind.id().equals("pods")) {
      return 0;
    }
    String phase = Tree.text(object, "status", "phase");
    boolean started = !Tree.text(object, "spec", "nodeName").isEmpty();
    if (!started || phase.equals("Succeeded") || phase.equals("Failed")) {
      return 0;
    }
    return asked.orElse(Tree.number(object, 30, "spec", "terminationGracePeriodSeconds"));
  }

  private static boolean heldNamespace(Kind kind, ObjectNode object) {
    return kind.id().equals("namespaces") && !Tree.at(object, "spec", "finalizers").isEmpty();
  }

  private void mark(Kind kind, ObjectNode object, int grace) {
    ObjectNode metadata = Tree.grow(object, "metadata");
    if (!metadata.has("deletionTimestamp")) {
      metadata.put(
          "deletionTimestamp",
          world.now().plus(Duration.ofSeconds(grace)).truncatedTo(ChronoUnit.SECONDS).toString());
      boolean definition = kind.id().startsWith("customresourcedefinitions.");
      if (!definition) {
        metadata.put("deletionGracePeriodSeconds", grace);
      }
      if (Generation.counts(kind) && !definition) {
        metadata.put("generation", Meta.generation(object) + 1);
      }
    }
    if (kind.id().equals("namespaces")) {
      Tree.grow(object, "status").put("phase", "Terminating");
      metadata.remove("deletionGracePeriodSeconds");
    }
  }

  /// Whether nothing holds a marked object any more.
  static boolean isDue(Kind kind, ObjectNode object) {
    return Meta.deleting(object)
        && Update.finalizers(object).isEmpty()
        && Tree.number(object, 0, "metadata", "deletionGracePeriodSeconds") == 0
        && !heldNamespace(kind, object);
  }
}
