package io.bowline.runner.plan;

import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent.State;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.StepAction;
import io.bowline.model.release.ComponentName;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.Executor;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.FrozenTree;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.Stop;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Removes every component, users before what they use, where the customer's policy leaves that to
/// the vendor. What cannot be removed is named, and the others are removed all the same.
public final class UninstallJob implements JobHandler {
  private static final Duration WITHIN = Duration.ofMinutes(30);
  private static final Failure NOT_ADMITTED =
      new Failure(
          "policy-refused",
          "the customer's policy admits signed plans only, and nobody signs an uninstall: the"
              + " customer says 'mode: auto' in the runner's policy file first",
          false);

  private final PlanRoom room;

  public UninstallJob(PlanRoom room) {
    this.room = room;
  }

  @Override
  public JobEnd handle(
      Assignment assignment, Progress progress, Cancellation cancellation, StepJournal journal) {
    var stop = new Stop();
    try (var _ = cancellation.whenAsked(stop::ask)) {
      return Policy.read(room.policy()) instanceof Policy.Signed
          ? JobEnd.failed(NOT_ADMITTED)
          : remove(room.folder().resolve("uninstall"), progress, stop);
    } catch (StepException e) {
      return JobEnd.failed(e.failure());
    }
  }

  private JobEnd remove(Path folder, Progress progress, Stop stop) {
    InstallRecord record = room.record();
    Set<ComponentRecord> components = new LinkedHashSet<>(record.components());
    for (String open : record.open()) {
      components.addAll(StoredPlan.read(room.planFolder(open)).components());
    }
    var left = new ArrayList<String>();
    for (ComponentRecord component : new ArrayList<>(components).reversed()) {
      if (stop.reason().isPresent()) {
        return JobEnd.stopped(stop.reason().get());
      }
      StepOutcome outcome = remove(component, folder, progress, stop);
      if (!(outcome instanceof StepOutcome.Done)) {
        String what = component.name() + ": " + message(outcome);
        left.add(what);
        progress.say(component.name(), State.FAILED, what);
      } else {
        progress.say(component.name(), State.SUCCEEDED, "removed");
      }
    }
    FolderCopy.remove(folder);
    if (!left.isEmpty()) {
      var failure =
          new Failure("uninstall-incomplete", "not removed: " + String.join("; ", left), true);
      return new JobEnd(new Outcome.Failed(failure), new JobReport.Uninstalled(left));
    }
    record.running("", List.of()).write(room.folder());
    return JobEnd.done(
        new JobReport.Uninstalled(
            List.of(
                "images in the customer's registry",
                "volumes of stateful sets and custom resource definitions")));
  }

  private StepOutcome remove(ComponentRecord component, Path folder, Progress progress, Stop stop) {
    Path at = folder.resolve(component.entry());
    FolderCopy.remove(at);
    FolderCopy.ensure(at.resolve("frozen"));
    FolderCopy.ensure(at.resolve("work"));
    var context =
        new StepContext(stop, line -> progress.say(component.name(), State.RUNNING, line));
    try {
      progress.say(component.name(), State.RUNNING, "removing");
      Executors executors = room.executors().get();
      Draft draft = Removals.draft(executors, component, at.resolve("frozen"), context);
      if (draft.action() == StepAction.NONE) {
        return new StepOutcome.Done("was not there");
      }
      FrozenStep step = step(component, draft, at);
      Executor executor = executors.of(component.kind());
      StepOutcome applied = executor.apply(step, false, context);
      return applied instanceof StepOutcome.Done ? executor.settle(step, context) : applied;
    } catch (StepException e) {
      return new StepOutcome.Failed(e.failure());
    }
  }

  private static FrozenStep step(ComponentRecord component, Draft draft, Path at) {
    var planned =
        new PlannedStep(
            component.name(),
            new ComponentName(component.name()),
            component.kind(),
            draft.action(),
            Set.of(),
            FrozenTree.digest(at.resolve("frozen")),
            draft.precondition(),
            draft.diff());
    return new FrozenStep(
        planned, WITHIN, List.of(), true, at.resolve("frozen"), at.resolve("work"));
  }

  private static String message(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Done(String message) -> message;
      case StepOutcome.Moved(String what) -> what;
      case StepOutcome.Failed failed -> failed.failure().message();
      case StepOutcome.Stopped(String reason) -> reason;
    };
  }
}
