package io.bowline.runner.step;

import io.bowline.model.plan.StepKind;
import java.util.Optional;

/// Carries out frozen steps of one kind. Planning is typed by kind, so it is not here.
///
/// Every method observes first and writes only what is missing, so that calling it again after a
/// crash is harmless.
public interface Executor {
  StepKind kind();

  /// What of the world, as the plan relied on it, is no longer so; writes nothing. Asked for every
  /// step of a plan before the first of them writes, and by each once more before its own.
  Optional<String> moved(FrozenStep step, StepContext context);

  /// Carries out the step's bytes.
  ///
  /// @param begun whether an earlier attempt may have written already: then the precondition, which
  ///   that attempt has checked, is not asked again
  StepOutcome apply(FrozenStep step, boolean begun, StepContext context);

  /// Waits until what the step applied is healthy, stays unhealthy or time is up.
  StepOutcome awaitHealth(FrozenStep step, StepContext context);

  /// Clears away what the step no longer needs; called when the whole bundle is healthy.
  StepOutcome settle(FrozenStep step, StepContext context);

  /// Puts back the state which the step recorded before its first write, and waits until it is.
  StepOutcome putBack(FrozenStep step, StepContext context);
}
