package io.bowline.control.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.PlanId;
import io.bowline.model.plan.Plan;
import java.time.Instant;
import java.util.Optional;

/// A plan as the control plane knows it.
///
/// @param content what the runner reported; absent while it is being made
/// @param planJob the job that makes it
/// @param applyJob the job that applies it, once it was admitted
public record PlanRecord(
    OrgId org,
    PlanId id,
    InstallId install,
    Digest release,
    int stage,
    PlanStatus status,
    String reason,
    Optional<Plan> content,
    boolean approvalNeeded,
    Optional<JobId> planJob,
    Optional<JobId> applyJob,
    String requestedBy,
    Instant createdAt) {

  PlanRecord in(PlanStatus next, String why) {
    return new PlanRecord(
        org,
        id,
        install,
        release,
        stage,
        next,
        why,
        content,
        approvalNeeded,
        planJob,
        applyJob,
        requestedBy,
        createdAt);
  }

  PlanRecord made(Plan plan, boolean needsApproval) {
    return new PlanRecord(
        org,
        id,
        install,
        release,
        stage,
        PlanStatus.AWAITING_APPROVAL,
        "",
        Optional.of(plan),
        needsApproval,
        planJob,
        applyJob,
        requestedBy,
        createdAt);
  }

  PlanRecord appliedBy(JobId job) {
    return new PlanRecord(
        org,
        id,
        install,
        release,
        stage,
        PlanStatus.APPLYING,
        "",
        content,
        approvalNeeded,
        planJob,
        Optional.of(job),
        requestedBy,
        createdAt);
  }
}
