package io.bowline.runner.step.helm;

import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.helm.HelmEngine.Order;
import io.bowline.runner.step.helm.HelmEngine.Result;
import io.bowline.runner.step.helm.HelmEngine.Verb;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.HealthWatch;
import io.bowline.runner.step.kube.ObjectKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Takes a release back to the revision that Helm recorded, from Helm's own record alone.
///
/// Helm computes what to undo from the newest revision that it holds for deployed. One that failed
/// half-way is therefore written down as deployed first, or else what it added would stay.
final class HelmReturn {
  private static final String DEPLOYED = "deployed";

  private final Cluster cluster;
  private final HelmEngine engine;
  private final HealthWatch health;

  HelmReturn(Cluster cluster, HelmEngine engine, HealthWatch health) {
    this.cluster = cluster;
    this.engine = engine;
    this.health = health;
  }

  record Release(String name, String namespace) {}

  StepOutcome to(BeforeHelm before, Release release, FrozenStep step, StepContext context) {
    var records = new HelmRecords(cluster, release.namespace(), release.name());
    Optional<Revision> latest = records.latest();
    if (latest.isEmpty()) {
      return new StepOutcome.Done("nothing is there");
    }
    StepOutcome returned =
        before.deployed() == 0
            ? remove(release, records, step, context)
            : again(before, latest.get(), release, step, context);
    if (returned instanceof StepOutcome.Done) {
      before.putHooksBack(cluster);
    }
    return returned;
  }

  private StepOutcome remove(
      Release release, HelmRecords records, FrozenStep step, StepContext context) {
    records.latest().filter(Revision::stuck).ifPresent(r -> records.settle(r.number(), "failed"));
    Result result = run(Verb.UNINSTALL, release, step.frozen(), step, context);
    if (result instanceof Result.Done) {
      records.keep(0);
    }
    return outcome(result);
  }

  private StepOutcome again(
      BeforeHelm before, Revision latest, Release release, FrozenStep step, StepContext context) {
    boolean wrote = latest.number() != before.latest() || !latest.deployed();
    StepOutcome rewound =
        wrote
            ? rewind(before, release, step, context)
            : new StepOutcome.Done("nothing was written");
    if (!(rewound instanceof StepOutcome.Done)) {
      return rewound;
    }
    var records = new HelmRecords(cluster, release.namespace(), release.name());
    List<ObjectKey> keys =
        ChartObjects.of(records.latest().orElseThrow().manifest())
            .objects()
            .in(release.namespace(), cluster)
            .keys();
    return health.await(keys, step.returnHealth(), step.returnWithin(), context);
  }

  /// Lets Helm apply what was in force once more, and does not wait for its health.
  StepOutcome rewind(BeforeHelm before, Release release, FrozenStep step, StepContext context) {
    var records = new HelmRecords(cluster, release.namespace(), release.name());
    Optional<Revision> target = records.numbered(before.deployed());
    if (target.isEmpty()) {
      return StepOutcome.failed(
          "helm-record-gone",
          "revision " + before.deployed() + " of " + release.name() + " is no longer recorded");
    }
    ChartObjects chart = ChartObjects.again(target.get());
    Revision latest = records.latest().orElseThrow();
    if (isBack(latest, chart)) {
      return new StepOutcome.Done("is back already");
    }
    records.settle(latest.number(), DEPLOYED);
    if (latest.number() != before.deployed()) {
      records.settle(before.deployed(), "superseded");
    }
    Path folder = step.work().resolve("return");
    chart.freeze(folder, release.name(), target.get().hooksDigest());
    return outcome(run(Verb.UPGRADE, release, folder, step, context));
  }

  /// Whether an earlier process has come as far as this: then Helm has nothing left to do.
  private static boolean isBack(Revision latest, ChartObjects chart) {
    return latest.deployed()
        && ChartObjects.of(latest.manifest()).objects().objects().equals(chart.objects().objects());
  }

  private Result run(Verb verb, Release release, Path chart, FrozenStep step, StepContext context) {
    int newest =
        new HelmRecords(cluster, release.namespace(), release.name())
            .latest()
            .map(Revision::number)
            .orElse(0);
    cluster.pass();
    return engine.run(
        Order.frozen(verb, release.name(), release.namespace(), chart, step.returnWithin(), newest),
        context.stop());
  }

  private static StepOutcome outcome(Result result) {
    return switch (result) {
      case Result.Done _ -> new StepOutcome.Done("returned by Helm");
      case Result.Failed(String message) -> StepOutcome.failed("helm-return", message);
      case Result.Stopped(String reason) -> new StepOutcome.Stopped(reason);
    };
  }
}
