package io.bowline.runner.intake;

import io.bowline.model.id.JobId;

/// What `work` pulls.
public sealed interface Order {
  /// Run this job, or go on with it.
  record Run(Assignment assignment) implements Order {}

  record Cancel(JobId job, String reason) implements Order {}
}
