package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec.ApplyPlan;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent.State;
import io.bowline.model.plan.StepKind;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.Stop;
import io.bowline.runner.step.image.ImageExecutor;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Applies a plan that this runner made, and returns the bundle when it does not become healthy.
public final class ApplyJob implements JobHandler {
  private static final String RETURN = "return";
  private static final String APPROVAL = "approval";

  private final PlanRoom room;

  public ApplyJob(PlanRoom room) {
    this.room = room;
  }

  @Override
  public JobEnd handle(
      Assignment assignment, Progress progress, Cancellation cancellation, StepJournal journal)
      throws InterruptedException {
    if (!(assignment.spec() instanceof ApplyPlan spec)) {
      throw new IllegalArgumentException("not an apply job: " + assignment.spec().kind());
    }
    var stop = new Stop();
    try (var _ = cancellation.whenAsked(stop::ask)) {
      return apply(spec, progress, journal, stop);
    } catch (StepException e) {
      return JobEnd.failed(e.failure(), unchanged());
    }
  }

  private JobEnd apply(ApplyPlan spec, Progress progress, StepJournal journal, Stop stop)
      throws InterruptedException {
    Path folder = room.planFolder(spec.plan());
    StoredPlan plan = StoredPlan.read(folder);
    switch (journal.before(RETURN)) {
      case StepJournal.Before.Never _ -> {}
      case StepJournal.Before.Started(String reason) -> {
        return takeBack(reason, plan, progress, journal);
      }
      case StepJournal.Before.Done(String reason) -> {
        return returned(reason, plan, progress);
      }
    }
    admit(spec, plan, progress, journal);
    StoredPlan.begin(folder);
    List<FrozenStep> steps = BundleReturn.ordered(folder);
    Optional<BundleCheck.Trouble> trouble =
        new BundleCheck(room.executors().get(), progress, stop).of(steps, journal);
    if (trouble.isPresent()) {
      return refused(trouble.get(), plan, progress, journal);
    }
    try {
      room.record().opening(plan.id()).write(room.folder());
    } catch (UncheckedIOException e) {
      // what the return would need cannot be kept, so nothing is begun
      return JobEnd.failed(
          new Failure("state-disk", String.valueOf(e.getMessage()), true), unchanged());
    }
    noteImages(plan, steps);
    var run = new BundleRun(room.executors().get(), journal, progress, stop);
    BundleRun.End end = run.run(steps);
    // a runner that lost its lease neither returns the bundle nor calls it healthy
    room.executors().get().cluster().pass();
    return switch (end) {
      case BundleRun.End.Healthy _ -> healthy(plan, progress);
      case BundleRun.End.Broken(String step, Failure failure, boolean _, boolean wrote)
          when !wrote && room.record().open().size() == 1 -> {
        room.record().returned().write(room.folder());
        progress.say(step.isEmpty() ? "apply" : step, State.FAILED, "nothing was written");
        yield JobEnd.failed(failure, unchanged());
      }
      case BundleRun.End.Broken(String step, Failure failure, boolean _, boolean _) ->
          takeBack(because(step, failure), plan, progress, journal);
    };
  }

  /// Nothing of this plan was written; what earlier stages of the release wrote goes back.
  private JobEnd refused(
      BundleCheck.Trouble trouble, StoredPlan plan, Progress progress, StepJournal journal) {
    boolean later = room.record().open().stream().anyMatch(open -> !open.equals(plan.id()));
    if (later) {
      return takeBack(because(trouble.step(), trouble.failure()), plan, progress, journal);
    }
    return JobEnd.failed(trouble.failure(), unchanged());
  }

  /// The digest is that of the bytes at hand, and the customer's policy admits it; an approval's
  /// number is remembered before anything acts, so that it admits nothing twice.
  private void admit(ApplyPlan spec, StoredPlan plan, Progress progress, StepJournal journal) {
    Digest digest = plan.plan().digest();
    if (!digest.equals(spec.digest())) {
      throw new StepException(
          "plan-digest",
          "plan " + spec.plan() + " has digest " + digest + ", not the one asked for");
    }
    if (journal.before(APPROVAL) instanceof StepJournal.Before.Started(String number)) {
      used(number); // the runner may have stopped between the two
      return;
    }
    signatures(plan, progress);
    InstallRecord record = room.record();
    var question =
        new Approvals.Question(
            digest, room.install().get(), record.usedApproval(), room.clock().instant());
    switch (Approvals.judge(question, Policy.read(room.policy()), spec.approval())) {
      case Approvals.Verdict.Refused(String reason) ->
          throw new StepException("approval-refused", reason);
      case Approvals.Verdict.Admitted(Optional<Long> sequence) -> {
        String number = sequence.map(String::valueOf).orElse("");
        journal.starting(APPROVAL, number);
        used(number);
      }
    }
  }

  /// The customer may have changed the policy, or a key may be out of its time, since the plan was
  /// made.
  private void signatures(StoredPlan plan, Progress progress) {
    for (FrozenStep step : BundleReturn.ordered(room.planFolder(plan.id()))) {
      if (step.planned().kind() == StepKind.IMAGE) {
        room.signatures()
            .again(ImageExecutor.images(step), step.frozen())
            .warnings()
            .forEach(warning -> progress.say(step.name(), State.RUNNING, warning));
      }
    }
  }

  /// @param number of an approval that was admitted; empty when nobody needed to sign
  private void used(String number) {
    InstallRecord record = room.record();
    if (!number.isEmpty() && Long.parseLong(number) > record.usedApproval()) {
      record.using(Long.parseLong(number)).write(room.folder());
    }
  }

  private JobEnd healthy(StoredPlan plan, Progress progress) {
    InstallRecord record = room.record();
    if (plan.deferred().isEmpty()) {
      for (String open : record.open()) {
        settle(room.planFolder(open), progress);
      }
      record = record.running(plan.release(), plan.components());
      record.write(room.folder());
      new ImagePrune(room, room.executors().get()).prune(record, progress);
    }
    return JobEnd.done(
        new JobReport.Applied(
            record.runs(),
            Health.of(plan.components(), room.executors().get()),
            Optional.empty(),
            findings(plan.components(), progress),
            new InstallSurvey(room).told(withEarlier(record, plan), progress)));
  }

  /// A stage of a release names its own components only; the others are there all the same.
  private static List<ComponentRecord> withEarlier(InstallRecord record, StoredPlan plan) {
    return Stream.concat(plan.components().stream(), record.components().stream())
        .distinct()
        .toList();
  }

  private void settle(Path plan, Progress progress) {
    for (FrozenStep step : BundleReturn.ordered(plan)) {
      var context = new StepContext(new Stop(), _ -> {});
      StepOutcome settled = room.executors().get().of(step.planned().kind()).settle(step, context);
      if (settled instanceof StepOutcome.Failed failed) {
        // the release is healthy; what could not be cleared away is said and stays
        progress.say(step.name(), State.SUCCEEDED, failed.failure().message());
      }
    }
  }

  private JobEnd takeBack(String reason, StoredPlan plan, Progress progress, StepJournal journal) {
    journal.starting(RETURN, reason);
    progress.say(RETURN, State.RUNNING, "returning to the previous release: " + reason);
    InstallRecord record = room.record();
    List<Path> open = new ArrayList<>(record.open().stream().map(room::planFolder).toList());
    List<String> left = new BundleReturn(room.executors().get(), progress).putBack(open);
    if (!left.isEmpty()) {
      List<JobReport.ComponentHealth> health =
          Health.of(record.components(), room.executors().get());
      List<String> findings = findings(record.components(), progress);
      String what = "the return did not end well: " + String.join("; ", left);
      progress.say(RETURN, State.FAILED, what);
      return new JobEnd(
          new Outcome.Failed(new Failure("return-failed", reason + "; " + what, false)),
          new JobReport.Applied(
              record.runs(),
              health,
              Optional.of(reason),
              findings,
              new InstallSurvey(room).told(record.components(), progress)));
    }
    record.returned().write(room.folder());
    journal.done(RETURN, reason);
    progress.say(RETURN, State.RETURNED, "returned to the previous release: " + reason);
    return returned(reason, plan, progress);
  }

  private JobEnd returned(String reason, StoredPlan plan, Progress progress) {
    InstallRecord record = room.record();
    List<JobReport.ComponentHealth> health = Health.of(record.components(), room.executors().get());
    return new JobEnd(
        new Outcome.Failed(
            new Failure(
                "returned", "release " + plan.version() + " was returned: " + reason, false)),
        new JobReport.Applied(
            record.runs(),
            health,
            Optional.of(reason),
            findings(record.components(), progress),
            new InstallSurvey(room).told(record.components(), progress)));
  }

  private List<String> findings(List<ComponentRecord> components, Progress progress) {
    return new RunningImages(room.executors().get()).said(components, progress);
  }

  /// Written down before they are brought, so that none is forgotten.
  private void noteImages(StoredPlan plan, List<FrozenStep> steps) {
    List<ImageLedger.Image> images = ImageLedger.of(steps, room.registry().get());
    if (!images.isEmpty()) {
      ImageLedger.read(room.folder())
          .noting(new ImageLedger.Entry(plan.release(), plan.version(), images))
          .write(room.folder());
    }
  }

  private JobReport unchanged() {
    InstallRecord record = room.record();
    return new JobReport.Applied(record.runs(), List.of(), Optional.empty());
  }

  private static String because(String step, Failure failure) {
    return (step.isEmpty() ? "" : step + ": ") + failure.message();
  }
}
