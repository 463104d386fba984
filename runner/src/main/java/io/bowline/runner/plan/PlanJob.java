package io.bowline.runner.plan;

import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec.MakePlan;
import io.bowline.model.job.StepEvent.State;
import io.bowline.release.trust.Seen;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.Stop;
import io.bowline.runner.trust.Trusted;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes a plan. It changes nothing in the world, so after a crash it is simply made again.
public final class PlanJob implements JobHandler {
  private final PlanRoom room;

  public PlanJob(PlanRoom room) {
    this.room = room;
  }

  @Override
  public JobEnd handle(
      Assignment assignment, Progress progress, Cancellation cancellation, StepJournal steps) {
    if (!(assignment.spec() instanceof MakePlan spec)) {
      throw new IllegalArgumentException("not a plan job: " + assignment.spec().kind());
    }
    var stop = new Stop();
    try (var _ = cancellation.whenAsked(stop::ask)) {
      return plan(spec, progress, stop);
    } catch (StepException e) {
      return stop.reason().isPresent()
          ? JobEnd.stopped(stop.reason().get())
          : JobEnd.failed(e.failure());
    } catch (UncheckedIOException e) {
      // nothing in the world has changed: it is planned again when there is room
      return JobEnd.failed(
          new Failure("state-disk", "the plan cannot be kept: " + e.getMessage(), true));
    }
  }

  private JobEnd plan(MakePlan spec, Progress progress, Stop stop) {
    Path folder = room.planFolder(spec.plan());
    InstallRecord record = room.record();
    if (record.open().contains(spec.plan().toString()) && Files.exists(folder)) {
      // it is being applied: its bytes must stay
      return JobEnd.done(report(StoredPlan.read(folder)));
    }
    FolderCopy.remove(folder);
    FolderCopy.ensure(folder);
    progress.say("verify", State.RUNNING, "pulling release " + spec.release());
    // a newer release may have been seen and returned from; what runs is no return to an old one
    boolean runs = record.runs().filter(spec.release()::equals).isPresent();
    Seen seen = runs ? Seen.NOTHING : record.seen();
    Trusted trusted = room.gatekeeper().admit(spec.repository(), spec.release(), seen);
    trusted.news().forEach(line -> progress.say("verify", State.RUNNING, line));
    String version = trusted.bundle().release().version();
    progress.say("verify", State.SUCCEEDED, "release " + version + " is signed and trusted");
    var context = new StepContext(stop, line -> progress.say("plan", State.RUNNING, line));
    StoredPlan plan =
        new Planner(room, spec, context).plan(room.install().get(), trusted.bundle(), record);
    if (!runs) {
      room.record().having(trusted.seen()).write(room.folder());
    }
    room.tidy(room.record());
    room.executors().get().terraform().shelf().tidy(room.folder());
    progress.say("plan", State.SUCCEEDED, plan.steps().size() + " steps planned");
    return JobEnd.done(report(plan));
  }

  private JobReport report(StoredPlan plan) {
    boolean signed = Policy.read(room.policy()) instanceof Policy.Signed;
    return new JobReport.Planned(plan.plan(), signed);
  }
}
