package io.bowline.runner.intake;

import io.bowline.model.id.JobId;

/// A job that the control plane may still count on: running, or with a result not yet acked.
public record InFlight(JobId job, long epoch) {}
