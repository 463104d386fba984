package io.bowline.control.job;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import java.time.Instant;
import java.util.Optional;

/// A job as it stands.
///
/// @param traceparent W3C trace context of the call that asked for it; empty when there was none
/// @param report what the runner said at the end
public record JobRecord(
    OrgId org,
    JobId id,
    InstallId install,
    JobSpec spec,
    Phase phase,
    String traceparent,
    String requestedBy,
    Instant createdAt,
    Optional<JobReport> report) {
  JobRecord in(Phase to, Optional<JobReport> said) {
    return new JobRecord(
        org, id, install, spec, to, traceparent, requestedBy, createdAt, said.or(() -> report));
  }
}
