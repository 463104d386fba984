package io.bowline.runner.plan;

import io.bowline.model.job.Failure;
import io.bowline.model.job.StepEvent.State;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.Stop;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Looks at the whole plan before its first write: what the last step relies on must hold, too, or
/// else the first one had been applied in vain.
final class BundleCheck {
  private final Executors executors;
  private final Progress progress;
  private final Stop stop;

  BundleCheck(Executors executors, Progress progress, Stop stop) {
    this.executors = executors;
    this.progress = progress;
    this.stop = stop;
  }

  /// Why the plan cannot be applied.
  ///
  /// @param step the one whose precondition does not hold
  record Trouble(String step, Failure failure) {}

  /// The first step of which something does not hold; nobody looks once one of them has begun.
  Optional<Trouble> of(List<FrozenStep> steps, StepJournal journal) {
    boolean begun =
        steps.stream()
            .anyMatch(step -> !(journal.before(step.name()) instanceof StepJournal.Before.Never));
    if (begun) {
      return Optional.empty();
    }
    Optional<Trouble> trouble =
        steps.stream()
            .filter(step -> step.planned().action() != StepAction.NONE)
            // Terraform takes seconds to look, the others milliseconds
            .sorted(Comparator.comparing(step -> step.planned().kind() == StepKind.TERRAFORM))
            .flatMap(step -> of(step).stream())
            .findFirst();
    trouble.ifPresent(found -> progress.say(found.step(), State.FAILED, found.failure().message()));
    return trouble;
  }

  private Optional<Trouble> of(FrozenStep step) {
    try {
      if (!step.intact()) {
        return trouble(
            step,
            "frozen-bytes",
            "the bytes of step " + step.name() + " are not the approved ones");
      }
      var context = new StepContext(stop, line -> progress.say(step.name(), State.RUNNING, line));
      return executors
          .of(step.planned().kind())
          .moved(step, context)
          .flatMap(what -> trouble(step, "world-moved", what));
    } catch (StepException e) {
      return Optional.of(new Trouble(step.name(), e.failure()));
    }
  }

  private static Optional<Trouble> trouble(FrozenStep step, String reason, String what) {
    return Optional.of(new Trouble(step.name(), new Failure(reason, what, false)));
  }
}
