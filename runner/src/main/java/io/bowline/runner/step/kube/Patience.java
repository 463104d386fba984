package io.bowline.runner.step.kube;

import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.kube.HealthWatch.Finding;
import io.bowline.runner.step.kube.Readiness.Blocked;
import io.bowline.runner.step.kube.Readiness.Broken;
import io.bowline.runner.step.kube.Readiness.Ready;
import io.bowline.runner.step.kube.Readiness.Stuck;
import io.bowline.runner.step.kube.Readiness.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Decides from one look after another when the waiting is over.
final class Patience {
  private final Duration timeout;
  private final Duration stableFor;
  private final long withStuck;
  private OptionalLong start = OptionalLong.empty();
  private OptionalLong readySince = OptionalLong.empty();
  private OptionalLong stuckSince = OptionalLong.empty();

  /// @param stuck for which pods may be stuck, unless a third of the timeout is less
  Patience(Duration timeout, Duration stableFor, Duration stuck) {
    this.timeout = timeout;
    this.stableFor = stableFor;
    withStuck = Math.min(timeout.toNanos() / 3, stuck.toNanos());
  }

  /// What a look at this time means; empty while it is worth looking again.
  Optional<StepOutcome> verdict(Finding finding, long nanoTime) {
    start = since(true, start, nanoTime);
    readySince = since(finding.worst() instanceof Ready, readySince, nanoTime);
    stuckSince = since(finding.worst() instanceof Stuck, stuckSince, nanoTime);
    return switch (finding.worst()) {
      case Ready _ when held(readySince, nanoTime) >= stableFor.toNanos() ->
          Optional.of(new StepOutcome.Done("healthy"));
      case Blocked _ -> Optional.of(StepOutcome.failed("image-blocked", finding.line()));
      case Broken _ -> Optional.of(StepOutcome.failed("unhealthy", finding.line()));
      case Stuck _ when held(stuckSince, nanoTime) >= withStuck ->
          Optional.of(StepOutcome.failed("unhealthy", finding.line()));
      case Stuck _, Waiting _ when held(start, nanoTime) >= timeout.toNanos() ->
          Optional.of(
              StepOutcome.failed(
                  "health-timeout",
                  "not healthy within " + timeout.toSeconds() + " s: " + finding.line()));
      case Ready _, Stuck _, Waiting _ -> Optional.empty();
    };
  }

  private static OptionalLong since(boolean holds, OptionalLong earlier, long nanoTime) {
    if (!holds) {
      return OptionalLong.empty();
    }
    return earlier.isPresent() ? earlier : OptionalLong.of(nanoTime);
  }

  private static long held(OptionalLong since, long nanoTime) {
    return since.isPresent() ? nanoTime - since.getAsLong() : 0;
  }
}
