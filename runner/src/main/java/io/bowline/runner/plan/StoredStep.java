package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.HealthCheck;
import io.bowline.model.release.Reversibility;
import io.bowline.runner.step.FrozenStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// A step as it is kept on disk.
record StoredStep(
    String name,
    String component,
    StepKind kind,
    StepAction action,
    List<String> after,
    String content,
    String precondition,
    List<String> diff,
    long timeoutMillis,
    Reversibility reversibility,
    List<StoredCheck> health) {

  /// A health check as it is kept on disk.
  record StoredCheck(String type, long millis, String service, int port, String path) {
    static StoredCheck of(HealthCheck check) {
      return switch (check) {
        case HealthCheck.WorkloadsReady(Duration stable) ->
            new StoredCheck("ready", stable.toMillis(), "", 0, "");
        case HealthCheck.HttpGet(String service, int port, String path) ->
            new StoredCheck("get", 0, service, port, path);
        case HealthCheck.Metrics(int port, String path) ->
            new StoredCheck("metrics", 0, "", port, path);
      };
    }

    HealthCheck check() {
      return switch (type) {
        case "get" -> new HealthCheck.HttpGet(service, port, path);
        case "metrics" -> new HealthCheck.Metrics(port, path);
        default -> new HealthCheck.WorkloadsReady(Duration.ofMillis(millis));
      };
    }
  }

  static StoredStep of(PlannedStep step, Component.Common common) {
    return new StoredStep(
        step.name(),
        step.component().value(),
        step.kind(),
        step.action(),
        step.after().stream().sorted().toList(),
        step.content().toString(),
        step.precondition().toString(),
        step.diff(),
        common.timeout().toMillis(),
        common.reversibility(),
        common.health().stream().map(StoredCheck::of).toList());
  }

  PlannedStep planned() {
    return new PlannedStep(
        name,
        new ComponentName(component),
        kind,
        action,
        Set.copyOf(after),
        Digest.parse(content),
        Digest.parse(precondition),
        diff);
  }

  FrozenStep frozen(Path folder) {
    return new FrozenStep(
        planned(),
        Duration.ofMillis(timeoutMillis),
        health.stream().map(StoredCheck::check).toList(),
        reversibility != Reversibility.IRREVERSIBLE,
        folder.resolve("frozen"),
        folder.resolve("work"));
  }
}
