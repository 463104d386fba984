package io.bowline.control.job;

import io.bowline.model.id.JobId;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Lease;

/// A job handed to a runner; what travels in the offer.
public record Leased(JobId job, Lease lease, JobSpec spec, String traceparent) {}
