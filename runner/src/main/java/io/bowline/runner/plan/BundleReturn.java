package io.bowline.runner.plan;

import io.bowline.model.job.StepEvent.State;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.runner.journal.JournalFailedException;
import io.bowline.runner.step.FencedException;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.Stop;
import io.bowline.runner.work.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Takes a whole bundle back: every step of every stage that was applied, last first. Nobody's wish
/// to stop keeps it from ending, only the runner's own shutdown, after which it goes on.
final class BundleReturn {
  private final Executors executors;
  private final Progress progress;

  BundleReturn(Executors executors, Progress progress) {
    this.executors = executors;
    this.progress = progress;
  }

  /// Puts back what these plans wrote.
  ///
  /// @param plans folders of the stages, oldest first
  /// @return what could not be put back, one line each
  List<String> putBack(List<Path> plans) {
    List<FrozenStep> written =
        plans.reversed().stream()
            .flatMap(plan -> ordered(plan).reversed().stream())
            .filter(step -> step.planned().action() != StepAction.NONE)
            .toList();
    var left = new ArrayList<String>();
    written.stream()
        .filter(step -> step.reversible() && step.planned().kind() == StepKind.KUBE)
        .forEach(
            step -> told(step, attempt(() -> executors.kube().putDefinitionsBack(step)), left));
    written.forEach(step -> putBack(step, left));
    return left;
  }

  private void putBack(FrozenStep step, List<String> left) {
    if (!step.reversible()) {
      progress.say(step.name(), State.RETURNED, "stays as it is: it cannot be returned");
      return;
    }
    var context =
        new StepContext(
            new Stop(), line -> progress.say(step.name(), State.RETURNED, "returning: " + line));
    StepOutcome outcome = attempt(() -> executors.of(step.planned().kind()).putBack(step, context));
    if (outcome instanceof StepOutcome.Done(String message)) {
      progress.say(step.name(), State.RETURNED, message);
    }
    told(step, outcome, left);
  }

  private static void told(FrozenStep step, StepOutcome outcome, List<String> left) {
    switch (outcome) {
      case StepOutcome.Done _ -> {}
      case StepOutcome.Failed failed -> left.add(step.name() + ": " + failed.failure().message());
      case StepOutcome.Moved(String what) -> left.add(step.name() + ": " + what);
      case StepOutcome.Stopped(String reason) -> left.add(step.name() + ": " + reason);
    }
  }

  private static StepOutcome attempt(Supplier<StepOutcome> work) {
    try {
      return work.get();
    } catch (StepException e) {
      return new StepOutcome.Failed(e.failure());
    } catch (FencedException | JournalFailedException e) {
      throw e; // nothing may be written any more, neither there nor here
    } catch (RuntimeException e) {
      // the other components are returned all the same
      return StepOutcome.failed("return-broke", String.valueOf(e));
    }
  }

  /// Steps in an order in which each comes after those it needs.
  static List<FrozenStep> ordered(Path plan) {
    var left = new ArrayList<>(steps(plan));
    var ordered = new ArrayList<FrozenStep>();
    Set<String> placed = new HashSet<>();
    while (!left.isEmpty()) {
      List<FrozenStep> free =
          left.stream().filter(step -> placed.containsAll(step.planned().after())).toList();
      if (free.isEmpty()) {
        throw new StepException("plan-unknown", "the steps of the plan wait for each other");
      }
      ordered.addAll(free);
      left.removeAll(free);
      free.forEach(step -> placed.add(step.name()));
    }
    return ordered;
  }

  static List<FrozenStep> steps(Path plan) {
    return StoredPlan.read(plan).steps().stream()
        .map(step -> step.frozen(StoredPlan.stepFolder(plan, step.name())))
        .toList();
  }
}
