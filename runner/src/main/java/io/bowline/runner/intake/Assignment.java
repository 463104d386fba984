package io.bowline.runner.intake;

import io.bowline.model.id.JobId;
import io.bowline.model.job.JobSpec;

/// A job as it was handed to this runner.
///
/// @param epoch fencing number of the lease
/// @param traceparent W3C trace context of the request, empty when there is none
public record Assignment(JobId job, long epoch, int attempt, JobSpec spec, String traceparent) {}
