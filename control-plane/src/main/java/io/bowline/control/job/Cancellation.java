package io.bowline.control.job;

import io.bowline.model.id.JobId;

/// A runner should stop this job.
public record Cancellation(JobId job, long epoch, String reason) {}
