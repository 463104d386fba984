package io.bowline.runner.outbox;

import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import java.util.List;

/// One thing to say about a job, under the epoch of its lease.
public sealed interface Report {
  JobId job();

  long epoch();

  record Accepted(JobId job, long epoch) implements Report {}

  /// May be dropped, oldest first, when the control plane does not listen for long.
  record Progress(JobId job, long epoch, List<StepEvent> events) implements Report {
    public Progress {
      events = List.copyOf(events);
    }
  }

  /// Never dropped; survives the runner.
  record Result(JobId job, long epoch, Outcome outcome, JobReport report) implements Report {}
}
