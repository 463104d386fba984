package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.Executor;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Applies plain objects by server-side apply and prunes what a component no longer names.
public final class KubeExecutor implements Executor {
  private static final String OBJECTS = "objects.json";
  private static final String TERMS = "terms.json";
  private static final String BEFORE = "before.json";

  private final Cluster cluster;
  private final Inventory inventory;
  private final HealthWatch health;

  public KubeExecutor(Cluster cluster, Inventory inventory, HealthWatch health) {
    this.cluster = cluster;
    this.inventory = inventory;
    this.health = health;
  }

  @Override
  public StepKind kind() {
    return StepKind.KUBE;
  }

  /// Freezes what would be applied.
  ///
  /// @param entry the name under which the inventory keeps it
  /// @param namespace for objects that name none; created when it is not there
  /// @param objects all that shall be; none to remove everything
  public Draft draft(String entry, String namespace, List<ObjectNode> objects, Path frozen) {
    return guarded(() -> {
      Manifest wanted = Manifest.of(objects).in(namespace, cluster);
      ForeignFields foreign = ForeignFields.find(cluster, wanted);
      Optional<Inventory.Entry> had = inventory.read(entry);
      Set<ObjectKey> known = new LinkedHashSet<>(had.map(Inventory.Entry::keys).orElse(List.of()));
      Set<ObjectKey> all = new LinkedHashSet<>(wanted.keys());
      all.addAll(known);
      Manifest applied = foreign.removedFrom(wanted);
      List<String> diff = new ArrayList<>();
      for (ObjectNode object : applied.objects()) {
        diff.addAll(change(object, known));
      }
      List<ObjectKey> gone = known.stream().filter(key -> !wanted.keys().contains(key)).toList();
      gone.forEach(key -> cluster.get(key).ifPresent(live -> diff.add(Kept.removal(key, live))));
      Observed observed = Observed.now(cluster, all, foreign);
      StepAction action = action(objects, had.isPresent(), diff);
      diff.addAll(foreign.lines());
      List<ObjectKey> adopted =
          wanted.keys().stream()
              .filter(key -> !known.contains(key) && cluster.get(key).isPresent())
              .toList();
      freeze(
          frozen,
          applied,
          new Terms(entry, namespace, gone, adopted, foreign.tree(), observed.tree()));
      return new Draft(action, observed.digest(), diff);
    });
  }

  @Override
  public Optional<String> moved(FrozenStep step, StepContext context) {
    return guarded(() -> {
      Terms terms = Terms.read(step);
      return moved(step, terms, seeing(terms, objects(step)));
    });
  }

  private static Optional<String> moved(FrozenStep step, Terms terms, Writes writes) {
    Observed now = writes.observed();
    return now.digest().equals(step.planned().precondition())
        ? Optional.empty()
        : Optional.of(
            "changed in the cluster since the plan was made: "
                + now.changesSince(terms.observed()));
  }

  @Override
  public StepOutcome apply(FrozenStep step, boolean begun, StepContext context) {
    return outcome(() -> {
      Terms terms = Terms.read(step);
      List<ObjectNode> wanted = objects(step);
      Writes writes = seeing(terms, wanted);
      if (!begun) {
        Optional<String> moved = moved(step, terms, writes);
        if (moved.isPresent()) {
          return new StepOutcome.Moved(moved.get());
        }
      }
      Optional<Inventory.Entry> had = recordBefore(step, terms);
      if (!wanted.isEmpty()) {
        cluster.ensureNamespace(terms.namespace());
        inventory.write(terms.entry(), touching(had, wanted));
      }
      for (ObjectNode object : wanted) {
        if (context.stop().reason().isPresent()) {
          return new StepOutcome.Stopped(context.stop().reason().get());
        }
        writes.apply(object);
      }
      return new StepOutcome.Done("applied " + wanted.size() + " objects");
    });
  }

  @Override
  public StepOutcome awaitHealth(FrozenStep step, StepContext context) {
    return outcome(() ->
        health.await(
            objects(step).stream().map(ObjectKey::of).toList(),
            step.health(),
            step.timeout(),
            context));
  }

  @Override
  public StepOutcome settle(FrozenStep step, StepContext context) {
    return outcome(() -> {
      Terms terms = Terms.read(step);
      List<ObjectNode> wanted = objects(step);
      Writes writes = Writes.seeing(cluster, terms.gone(), ForeignFields.NONE);
      List<ObjectKey> pruned =
          terms.gone().reversed().stream()
              .filter(key -> cluster.get(key).filter(live -> !Kept.whenPruned(live)).isPresent())
              .toList();
      pruned.forEach(writes::delete);
      if (wanted.isEmpty()) {
        inventory.remove(terms.entry());
      } else {
        inventory.write(terms.entry(), new Inventory.Entry(wanted, List.of()));
      }
      return new StepOutcome.Done("pruned " + pruned.size() + " objects");
    });
  }

  @Override
  public StepOutcome putBack(FrozenStep step, StepContext context) {
    return outcome(() -> {
      Terms terms = Terms.read(step);
      Path before = step.work().resolve(BEFORE);
      if (!Files.exists(before)) {
        return new StepOutcome.Done("nothing was written");
      }
      JsonNode tree = Json.read(before);
      List<ObjectNode> earlier =
          tree.isEmpty() ? List.of() : Inventory.Entry.fromTree(tree).applied();
      ForeignFields foreign = ForeignFields.fromTree(terms.foreign());
      List<ObjectNode> restored = foreign.removedFrom(Manifest.of(earlier)).objects();
      Set<ObjectKey> touched = new LinkedHashSet<>(Manifest.of(restored).keys());
      objects(step).forEach(object -> touched.add(ObjectKey.of(object)));
      Writes writes = Writes.seeing(cluster, touched, foreign);
      restored.forEach(writes::apply);
      Set<ObjectKey> stay = new LinkedHashSet<>(restored.stream().map(ObjectKey::of).toList());
      objects(step).reversed().stream()
          .map(ObjectKey::of)
          .filter(key -> !stay.contains(key) && !terms.adopted().contains(key))
          .forEach(writes::delete);
      if (earlier.isEmpty()) {
        inventory.remove(terms.entry());
      } else {
        inventory.write(terms.entry(), new Inventory.Entry(earlier, List.of()));
      }
      return health.await(stay, step.returnHealth(), step.returnWithin(), context);
    });
  }

  /// Puts back earlier definitions of custom kinds, ahead of the objects of these kinds: what goes
  /// back is cut down to the definition that it meets. Nothing is deleted.
  public StepOutcome putDefinitionsBack(FrozenStep step) {
    return outcome(() -> {
      Path before = step.work().resolve(BEFORE);
      JsonNode tree = Files.exists(before) ? Json.read(before) : Json.object();
      List<ObjectNode> definitions =
          tree.isEmpty()
              ? List.of()
              : Inventory.Entry.fromTree(tree).applied().stream()
                  .filter(Kept::isDefinition)
                  .toList();
      List<ObjectKey> keys = Manifest.of(definitions).keys();
      Writes writes = Writes.seeing(cluster, keys, ForeignFields.NONE);
      definitions.forEach(writes::apply);
      return new StepOutcome.Done("definitions are back");
    });
  }

  /// What keeps the objects of this entry healthy or not, right now.
  public HealthWatch.Finding inspect(String entry) {
    return guarded(() ->
        health.look(inventory.read(entry).map(Inventory.Entry::keys).orElse(List.of()), List.of()));
  }

  /// Everything that may be in the cluster because of this entry.
  public List<ObjectKey> objects(String entry) {
    return guarded(() -> inventory.read(entry).map(Inventory.Entry::keys).orElseGet(List::of));
  }

  private List<String> change(ObjectNode object, Set<ObjectKey> known) {
    ObjectKey key = ObjectKey.of(object);
    Optional<ObjectNode> live = cluster.get(key);
    if (live.isEmpty()) {
      return List.of("+ " + key);
    }
    if (!known.contains(key) && !Kept.leftByUs(live.get())) {
      throw new StepException(
          "exists-already",
          key + " is in the cluster but was not made by this install: remove or rename it");
    }
    return FieldDiff.between(live.get(), cluster.apply(object, true));
  }

  private Writes seeing(Terms terms, List<ObjectNode> wanted) {
    Set<ObjectKey> all = new LinkedHashSet<>(wanted.stream().map(ObjectKey::of).toList());
    inventory.read(terms.entry()).ifPresent(entry -> all.addAll(entry.keys()));
    return Writes.seeing(cluster, all, ForeignFields.fromTree(terms.foreign()));
  }

  /// The state before the first write is kept once, also when the step is tried again.
  private Optional<Inventory.Entry> recordBefore(FrozenStep step, Terms terms) {
    Path before = step.work().resolve(BEFORE);
    if (Files.exists(before)) {
      JsonNode tree = Json.read(before);
      return tree.isEmpty() ? Optional.empty() : Optional.of(Inventory.Entry.fromTree(tree));
    }
    Optional<Inventory.Entry> had = inventory.read(terms.entry());
    Json.writeDurably(before, had.map(Inventory.Entry::tree).orElseGet(Json::object));
    return had;
  }

  private static Inventory.Entry touching(Optional<Inventory.Entry> had, List<ObjectNode> wanted) {
    return new Inventory.Entry(
        had.map(Inventory.Entry::applied).orElse(List.of()),
        wanted.stream().map(ObjectKey::of).toList());
  }

  private static StepAction action(List<ObjectNode> objects, boolean had, List<String> diff) {
    if (objects.isEmpty()) {
      return had ? StepAction.DELETE : StepAction.NONE;
    }
    if (!had) {
      return StepAction.CREATE;
    }
    return diff.isEmpty() ? StepAction.NONE : StepAction.UPDATE;
  }

  private static void freeze(Path frozen, Manifest applied, Terms terms) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    applied.objects().forEach(array::add);
    Json.write(frozen.resolve(OBJECTS), array);
    Json.write(frozen.resolve(TERMS), terms);
  }

  private static List<ObjectNode> objects(FrozenStep step) {
    var objects = new ArrayList<ObjectNode>();
    Json.read(step.frozen().resolve(OBJECTS)).forEach(object -> objects.add((ObjectNode) object));
    return objects;
  }

  private static <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (ApiFailure e) {
      throw e.asStepFailure();
    }
  }

  private static StepOutcome outcome(Supplier<StepOutcome> work) {
    try {
      return guarded(work);
    } catch (StepException e) {
      return new StepOutcome.Failed(e.failure());
    }
  }

  /// What the frozen bytes say beside the objects.
  ///
  /// @param gone what the component no longer names
  /// @param adopted what an earlier release of ours left behind on purpose
  private record Terms(
      String entry,
      String namespace,
      List<ObjectKey> gone,
      List<ObjectKey> adopted,
      ObjectNode foreign,
      ObjectNode observed) {
    Terms {
      // a plan that was frozen before there were such
      adopted = adopted == null ? List.of() : List.copyOf(adopted);
    }

    static Terms read(FrozenStep step) {
      return Json.read(step.frozen().resolve(TERMS), Terms.class);
    }
  }
}
