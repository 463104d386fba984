package io.bowline.runner.journal;

import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;

/// One fact about a job, in the order in which it became true.
public sealed interface Entry {
  JobId job();

  /// The runner took the job, or a later attempt of it.
  ///
  /// @param traceparent W3C trace context, empty when there is none
  record Accepted(JobId job, long epoch, int attempt, JobSpec spec, String traceparent)
      implements Entry {}

  /// The same attempt was handed to this runner again under a newer epoch.
  record Adopted(JobId job, long epoch) implements Entry {}

  /// A handler begins to work on it, for the first time or again after a restart.
  record Began(JobId job) implements Entry {}

  record CancelAsked(JobId job, String reason) implements Entry {}

  /// The step is about to act.
  ///
  /// @param note what is needed to look afterwards whether it did
  record StepStarted(JobId job, String step, String note) implements Entry {}

  /// The step has acted.
  record StepDone(JobId job, String step, String result) implements Entry {}

  record Ended(JobId job, Outcome outcome, JobReport report) implements Entry {}

  /// The control plane has the result that was sent under this epoch.
  record Settled(JobId job, long epoch) implements Entry {}
}
