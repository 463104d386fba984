package io.bowline.runner.plan;

import io.bowline.model.belonging.Named;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent.State;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.holding.Held;
import io.bowline.runner.holding.LeavingRecord;
import io.bowline.runner.holding.Remaining;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.Stop;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Removes every component, users before what they use, where the customer's policy leaves that to
/// the vendor. What cannot be removed is named, and the others are removed all the same.
///
/// What holds data stays, but for what the job names.
public final class UninstallJob implements JobHandler {
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
          : remove(assignment, progress, stop, journal);
    } catch (StepException e) {
      return JobEnd.failed(e.failure());
    } catch (ApiFailure e) {
      return JobEnd.failed(e.asStepFailure().failure());
    }
  }

  private JobEnd remove(Assignment assignment, Progress progress, Stop stop, StepJournal journal) {
    Set<Named> erase = ((JobSpec.Uninstall) assignment.spec()).erase();
    List<ComponentRecord> components = components();
    var survey = new InstallSurvey(room);
    LeavingRecord leaving = begun(assignment, erase, components, survey);
    var removal =
        new ComponentRemoval(
            survey, room.executors().get(), room.folder().resolve("uninstall"), leaving, erase);
    Map<String, String> failed = new LinkedHashMap<>();
    for (ComponentRecord component : components.reversed()) {
      if (stop.reason().isPresent()) {
        return JobEnd.stopped(stop.reason().get());
      }
      progress.say(component.name(), State.RUNNING, "removing");
      var context =
          new StepContext(stop, line -> progress.say(component.name(), State.RUNNING, line));
      // an earlier run may have come this far: it is looked at, not believed
      journal.starting(component.name(), "");
      StepOutcome outcome = removal.of(component, context);
      journal.done(component.name(), "");
      if (outcome instanceof StepOutcome.Done(String how)) {
        progress.say(component.name(), State.SUCCEEDED, how);
      } else {
        failed.put(component.name(), message(outcome));
        progress.say(component.name(), State.FAILED, component.name() + ": " + message(outcome));
      }
    }
    FolderCopy.remove(room.folder().resolve("uninstall"));
    return ended(
        leaving,
        components,
        failed,
        Remaining.of(leaving.seen(), survey.there(components), erase, failed));
  }

  /// Looks before anything goes, once for a job: what it sees then is what the report is about.
  private LeavingRecord begun(
      Assignment assignment,
      Set<Named> erase,
      List<ComponentRecord> components,
      InstallSurvey survey) {
    LeavingRecord leaving = LeavingRecord.read(room.folder());
    if (leaving.isOf(assignment.job())) {
      return leaving;
    }
    List<Held> before = survey.all(components);
    refuseUnknown(erase, before);
    LeavingRecord begun = leaving.beginning(assignment.job(), before);
    begun.write(room.folder());
    return begun;
  }

  /// Those that run, those of a release that is under way, and those of which an earlier uninstall
  /// has kept something.
  private List<ComponentRecord> components() {
    InstallRecord record = room.record();
    Map<String, ComponentRecord> all = new LinkedHashMap<>();
    record.components().forEach(one -> all.putIfAbsent(one.name(), one));
    for (String open : record.open()) {
      StoredPlan.read(room.planFolder(open))
          .components()
          .forEach(one -> all.putIfAbsent(one.name(), one));
    }
    LeavingRecord.read(room.folder()).kept().forEach(one -> all.putIfAbsent(one.name(), one));
    return List.copyOf(all.values());
  }

  private static void refuseUnknown(Set<Named> erase, List<Held> before) {
    List<String> known =
        before.stream().filter(Held::nameable).map(held -> held.what().named().toString()).toList();
    erase.stream()
        .map(Named::toString)
        .filter(name -> !known.contains(name))
        .sorted()
        .findFirst()
        .ifPresent(name -> {
          throw new StepException(
              "erase-unknown",
              "nothing was removed: nothing here that holds data is called %s. There is: %s"
                  .formatted(name, known.isEmpty() ? "nothing" : String.join(", ", known)));
        });
  }

  private JobEnd ended(
      LeavingRecord leaving,
      List<ComponentRecord> components,
      Map<String, String> failed,
      Remaining remaining) {
    leaving
        .keeping(
            components.stream().filter(one -> remaining.keptOf().contains(one.name())).toList())
        .write(room.folder());
    if (!failed.isEmpty()) {
      List<String> left =
          failed.entrySet().stream().map(one -> one.getKey() + ": " + one.getValue()).toList();
      var failure =
          new Failure("uninstall-incomplete", "not removed: " + String.join("; ", left), true);
      return new JobEnd(
          new Outcome.Failed(failure), new JobReport.Uninstalled(left, remaining.holdings()));
    }
    room.record().running("", List.of()).write(room.folder());
    return JobEnd.done(new JobReport.Uninstalled(remaining.lines(), remaining.holdings()));
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
