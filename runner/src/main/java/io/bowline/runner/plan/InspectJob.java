package io.bowline.runner.plan;

import io.bowline.model.job.JobReport;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;

/// Looks at the install and reports what is there.
public final class InspectJob implements JobHandler {
  private final PlanRoom room;

  public InspectJob(PlanRoom room) {
    this.room = room;
  }

  @Override
  public JobEnd handle(
      Assignment assignment, Progress progress, Cancellation cancellation, StepJournal steps) {
    InstallRecord record = room.record();
    Executors executors = room.executors().get();
    return JobEnd.done(
        new JobReport.Inspected(
            record.runs(),
            Health.of(record.components(), executors),
            new RunningImages(executors).said(record.components(), progress),
            new InstallSurvey(room).told(record.components(), progress)));
  }
}
