package io.bowline.runner.work;

import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;

/// How a job ended and what there is to report.
public record JobEnd(Outcome outcome, JobReport report) {
  public static JobEnd done(JobReport report) {
    return new JobEnd(new Outcome.Done(), report);
  }

  public static JobEnd failed(Failure failure) {
    return failed(failure, new JobReport.Nothing());
  }

  public static JobEnd failed(Failure failure, JobReport report) {
    return new JobEnd(new Outcome.Failed(failure), report);
  }

  public static JobEnd stopped(String reason) {
    return new JobEnd(new Outcome.Stopped(reason), new JobReport.Nothing());
  }

  public static JobEnd unclear(String reason) {
    return new JobEnd(new Outcome.Unclear(reason), new JobReport.Nothing());
  }
}
