package io.bowline.runner.step.helm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.Executor;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.helm.HelmEngine.Order;
import io.bowline.runner.step.helm.HelmEngine.Result;
import io.bowline.runner.step.helm.HelmEngine.Verb;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.ForeignFields;
import io.bowline.runner.step.kube.HealthWatch;
import io.bowline.runner.step.kube.Kept;
import io.bowline.runner.step.kube.Manifest;
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.runner.step.kube.Observed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Applies frozen charts with Helm and judges their health by itself.
public final class HelmExecutor implements Executor {
  private static final String CHART = "chart";
  private static final String TERMS = "terms.json";
  private static final String BEFORE = "before.json";
  private static final int KEPT_REVISIONS = 10;

  private final Cluster cluster;
  private final HelmEngine engine;
  private final HealthWatch health;
  private final HelmReturn returns;

  public HelmExecutor(Cluster cluster, HelmEngine engine, HealthWatch health) {
    this.cluster = cluster;
    this.engine = engine;
    this.health = health;
    this.returns = new HelmReturn(cluster, engine, health);
  }

  @Override
  public StepKind kind() {
    return StepKind.HELM;
  }

  /// Freezes a rendered chart.
  ///
  /// @param rendered all of the chart's objects, images already rewritten
  public Draft draft(String release, String namespace, ChartObjects rendered, Path frozen) {
    return guarded(() -> {
      var records = new HelmRecords(cluster, namespace, release);
      Manifest wanted = rendered.objects().in(namespace, cluster);
      ForeignFields foreign = ForeignFields.find(cluster, wanted);
      ChartObjects kept = rendered.with(object -> keepForeign(object, namespace, foreign));
      var diff = new ChartDiff(cluster, namespace, records);
      List<String> lines = diff.lines(kept);
      Optional<Revision> latest = records.latest();
      boolean sameHooks =
          latest.map(Revision::hooksDigest).equals(Optional.of(rendered.hooksDigest().toString()));
      StepAction action = action(latest, lines, sameHooks);
      Set<ObjectKey> keys = new LinkedHashSet<>(wanted.keys());
      keys.addAll(diff.everything());
      Observed observed = Observed.now(cluster, keys, foreign);
      kept.freeze(frozen.resolve(CHART), release, rendered.hooksDigest().toString());
      var terms =
          new Terms(
              release,
              namespace,
              false,
              latest.map(HelmExecutor::tag).orElse("none"),
              List.copyOf(keys),
              foreign.tree(),
              observed.tree());
      Json.write(frozen.resolve(TERMS), terms);
      if (latest.isPresent() && !sameHooks && action == StepAction.UPDATE) {
        lines.add("~ hooks of " + release);
      }
      lines.addAll(foreign.lines());
      return new Draft(action, terms.precondition(observed), lines);
    });
  }

  /// Freezes the removal of a release.
  public Draft draftRemoval(String release, String namespace, Path frozen) {
    return guarded(() -> {
      var records = new HelmRecords(cluster, namespace, release);
      Optional<Revision> latest = records.latest();
      var diff = new ChartDiff(cluster, namespace, records);
      Set<ObjectKey> keys = diff.everything();
      Observed observed = Observed.now(cluster, keys, ForeignFields.NONE);
      var terms =
          new Terms(
              release,
              namespace,
              true,
              latest.map(HelmExecutor::tag).orElse("none"),
              List.copyOf(keys),
              ForeignFields.NONE.tree(),
              observed.tree());
      Json.write(frozen.resolve(TERMS), terms);
      return new Draft(
          latest.isPresent() ? StepAction.DELETE : StepAction.NONE,
          terms.precondition(observed),
          diff.removal());
    });
  }

  @Override
  public Optional<String> moved(FrozenStep step, StepContext context) {
    return guarded(() -> {
      Terms terms = Terms.read(step);
      var records = new HelmRecords(cluster, terms.namespace(), terms.release());
      return moved(step, terms, records.latest());
    });
  }

  @Override
  public StepOutcome apply(FrozenStep step, boolean begun, StepContext context) {
    return outcome(() -> {
      Terms terms = Terms.read(step);
      var records = new HelmRecords(cluster, terms.namespace(), terms.release());
      Optional<Revision> latest = records.latest();
      if (!begun) {
        Optional<String> moved = moved(step, context);
        if (moved.isPresent()) {
          return new StepOutcome.Moved(moved.get());
        }
      }
      BeforeHelm before = recordBefore(step, terms, records);
      if (terms.removal()) {
        return latest.filter(revision -> !revision.uninstalled()).isEmpty()
            ? new StepOutcome.Done("was not there")
            : answer(run(Verb.UNINSTALL, step, latest, context));
      }
      if (begun && before.isSucceededBy(latest, step.frozen().resolve(CHART))) {
        return new StepOutcome.Done("was applied before");
      }
      cluster.ensureNamespace(terms.namespace());
      return latest.isEmpty()
          ? answer(run(Verb.INSTALL, step, latest, context))
          : upgrade(step, before, records, context);
    });
  }

  /// On what Helm did not finish it is not built: that is taken back first, to the revision in
  /// force, or else what it added would stay.
  private StepOutcome upgrade(
      FrozenStep step, BeforeHelm before, HelmRecords records, StepContext context) {
    Revision latest = records.latest().orElseThrow();
    if (before.unfinished(latest) && !latest.holds(step.frozen().resolve(CHART))) {
      context.say(tag(latest) + " was never finished: taking it back first");
      Terms terms = Terms.read(step);
      var release = new HelmReturn.Release(terms.release(), terms.namespace());
      StepOutcome rewound = returns.rewind(before, release, step, context);
      if (!(rewound instanceof StepOutcome.Done)) {
        return rewound;
      }
    }
    Optional<Revision> base = records.latest();
    base.filter(Revision::stuck).ifPresent(r -> records.settle(r.number(), "failed"));
    return answer(run(Verb.UPGRADE, step, base, context));
  }

  @Override
  public StepOutcome awaitHealth(FrozenStep step, StepContext context) {
    return outcome(() -> {
      Terms terms = Terms.read(step);
      return terms.removal()
          ? new StepOutcome.Done("removed")
          : health.await(objects(step, terms), step.health(), step.timeout(), context);
    });
  }

  @Override
  public StepOutcome settle(FrozenStep step, StepContext context) {
    return outcome(() -> {
      Terms terms = Terms.read(step);
      var records = new HelmRecords(cluster, terms.namespace(), terms.release());
      if (terms.removal()) {
        removeWhatHelmForgot(terms, new ChartDiff(cluster, terms.namespace(), records));
      }
      records.keep(terms.removal() ? 0 : KEPT_REVISIONS);
      return new StepOutcome.Done("tidied");
    });
  }

  /// Helm takes away what its newest record names, also when that revision was never finished.
  private void removeWhatHelmForgot(Terms terms, ChartDiff diff) {
    for (ObjectKey key : terms.keys().reversed()) {
      cluster
          .get(key)
          .filter(live -> diff.owns(live) && !Kept.byPolicy(live))
          .ifPresent(_ -> cluster.delete(key));
    }
  }

  @Override
  public StepOutcome putBack(FrozenStep step, StepContext context) {
    return outcome(() -> {
      Path before = step.work().resolve(BEFORE);
      if (!Files.exists(before)) {
        return new StepOutcome.Done("nothing was written");
      }
      Terms terms = Terms.read(step);
      return returns.to(
          Json.read(before, BeforeHelm.class),
          new HelmReturn.Release(terms.release(), terms.namespace()),
          step,
          context);
    });
  }

  /// Whether the release is healthy right now.
  public HealthWatch.Finding inspect(String release, String namespace) {
    return guarded(() ->
        health.look(
            new ChartDiff(cluster, namespace, new HelmRecords(cluster, namespace, release))
                .recorded(),
            List.of()));
  }

  /// Everything that may be in the cluster because of this release.
  public List<ObjectKey> objects(String release, String namespace) {
    return guarded(() ->
        List.copyOf(
            new ChartDiff(cluster, namespace, new HelmRecords(cluster, namespace, release))
                .everything()));
  }

  /// Has Helm leave these where they are when it takes the release away: it goes by what its own
  /// record says of them.
  public void keep(String release, String namespace, Set<ObjectKey> stay) {
    if (!stay.isEmpty()) {
      guarded(() -> {
        new HelmRecords(cluster, namespace, release).keep(stay, namespace);
        return true;
      });
    }
  }

  private Optional<String> moved(FrozenStep step, Terms terms, Optional<Revision> latest) {
    String tag = latest.map(HelmExecutor::tag).orElse("none");
    if (!tag.equals(terms.revision())) {
      return Optional.of(
          "release " + terms.release() + " was " + terms.revision() + " and is " + tag);
    }
    Observed now = Observed.now(cluster, terms.keys(), ForeignFields.fromTree(terms.foreign()));
    return terms.precondition(now).equals(step.planned().precondition())
        ? Optional.empty()
        : Optional.of(
            "changed in the cluster since the plan was made: "
                + now.changesSince(terms.observed()));
  }

  private BeforeHelm recordBefore(FrozenStep step, Terms terms, HelmRecords records) {
    Path file = step.work().resolve(BEFORE);
    if (Files.exists(file)) {
      return Json.read(file, BeforeHelm.class);
    }
    List<ObjectKey> hooks =
        terms.removal()
            ? List.of()
            : ChartObjects.frozenIn(step.frozen().resolve(CHART))
                .hooks()
                .in(terms.namespace(), cluster)
                .keys();
    var before = BeforeHelm.of(records, hooks, cluster);
    Json.writeDurably(file, before);
    return before;
  }

  private ObjectNode keepForeign(ObjectNode object, String namespace, ForeignFields foreign) {
    if (foreign.isEmpty()) {
      return object;
    }
    ObjectNode placed = Manifest.of(List.of(object)).in(namespace, cluster).objects().getFirst();
    return cluster
        .get(ObjectKey.of(placed))
        .map(live -> foreign.keptIn(object, ObjectKey.of(placed), live))
        .orElse(object);
  }

  private List<ObjectKey> objects(FrozenStep step, Terms terms) {
    return ChartObjects.frozenIn(step.frozen().resolve(CHART))
        .objects()
        .in(terms.namespace(), cluster)
        .keys();
  }

  private Result run(Verb verb, FrozenStep step, Optional<Revision> latest, StepContext context) {
    Terms terms = Terms.read(step);
    cluster.pass();
    return engine.run(
        Order.frozen(
            verb,
            terms.release(),
            terms.namespace(),
            step.frozen().resolve(CHART),
            step.timeout(),
            latest.map(Revision::number).orElse(0)),
        context.stop());
  }

  private static StepAction action(
      Optional<Revision> latest, List<String> lines, boolean sameHooks) {
    if (latest.isEmpty()) {
      return StepAction.CREATE;
    }
    return latest.get().deployed() && lines.isEmpty() && sameHooks
        ? StepAction.NONE
        : StepAction.UPDATE;
  }

  private static String tag(Revision revision) {
    return "revision " + revision.number() + " (" + revision.status() + ")";
  }

  private static StepOutcome answer(Result result) {
    return switch (result) {
      case Result.Done _ -> new StepOutcome.Done("applied by Helm");
      case Result.Failed(String message) -> StepOutcome.failed("helm", message);
      case Result.Stopped(String reason) -> new StepOutcome.Stopped(reason);
    };
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

  /// What the frozen bytes say beside the chart.
  private record Terms(
      String release,
      String namespace,
      boolean removal,
      String revision,
      List<ObjectKey> keys,
      ObjectNode foreign,
      ObjectNode observed) {
    static Terms read(FrozenStep step) {
      return Json.read(step.frozen().resolve(TERMS), Terms.class);
    }

    Digest precondition(Observed now) {
      ObjectNode tree = Json.object();
      tree.put("revision", revision).put("objects", now.digest().toString());
      return Json.digest(tree);
    }
  }
}
