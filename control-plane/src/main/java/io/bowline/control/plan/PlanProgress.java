package io.bowline.control.plan;

import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.finding.Findings;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.job.JobFollower;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.PlanId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Takes a plan onward when one of its jobs is over: made, then applied, then its next stage.
@ApplicationScoped
public class PlanProgress implements JobFollower {
  private final Plans plans;
  private final Installs installs;
  private final Catalog catalog;
  private final Findings findings;
  private final PlanStore store;

  public PlanProgress(
      Plans plans, Installs installs, Catalog catalog, Findings findings, PlanStore store) {
    this.findings = findings;
    this.catalog = catalog;
    this.store = store;
    this.plans = plans;
    this.installs = installs;
  }

  @Override
  public void over(Tx tx, JobRecord job) {
    switch (job.spec()) {
      case JobSpec.MakePlan make -> {
        hold(tx, job);
        open(tx, job, make.plan()).ifPresent(plan -> made(tx, job, plan));
      }
      case JobSpec.ApplyPlan apply -> {
        hold(tx, job);
        open(tx, job, apply.plan()).ifPresent(plan -> applied(tx, job, plan));
      }
      case JobSpec.Inspect _ -> inspected(tx, job);
      case JobSpec.Uninstall _ -> uninstalled(tx, job);
      case JobSpec.CaptureLogs _,
          JobSpec.CheckProvider _,
          JobSpec.FleetWork _,
          JobSpec.Preflight _ -> {}
    }
  }

  /// What moves the install locks it before the plan, as whoever asks for a plan does.
  private void hold(Tx tx, JobRecord job) {
    Optional<InstallRecord> _ = installs.lock(tx, job.org(), job.install());
  }

  /// The plan of this job, unless it was superseded meanwhile.
  private Optional<PlanRecord> open(Tx tx, JobRecord job, PlanId id) {
    return store.lock(tx, job.org(), id).filter(plan -> !plan.status().over());
  }

  private void made(Tx tx, JobRecord job, PlanRecord plan) {
    if (!(job.report().orElse(new JobReport.Nothing())
            instanceof JobReport.Planned(var content, boolean needed)
        && job.phase() instanceof Phase.Succeeded)) {
      failed(tx, plan, whyNot(job.phase()));
      return;
    }
    Optional<PublishedRelease> yanked =
        catalog.find(tx, plan.release()).filter(PublishedRelease::yanked);
    if (yanked.isPresent()) {
      failed(tx, plan, yanked.get().whyYanked());
      return;
    }
    PlanRecord made = plan.made(content, needed);
    store.update(tx, made);
    boolean sameRelease =
        installs
            .find(tx, plan.org(), plan.install())
            .flatMap(install -> install.release())
            .filter(plan.release()::equals)
            .isPresent();
    if (content.changesNothing() && sameRelease) {
      store.update(tx, made.in(PlanStatus.APPLIED, "nothing to change"));
    } else if (!needed) {
      plans.apply(tx, made, Optional.empty(), new Origin(plan.requestedBy(), job.traceparent()));
    }
  }

  private void applied(Tx tx, JobRecord job, PlanRecord plan) {
    if (!(job.report().orElse(new JobReport.Nothing()) instanceof JobReport.Applied applied)) {
      failed(tx, plan, whyNot(job.phase()));
      return;
    }
    installs.runs(tx, plan.org(), plan.install(), applied.release());
    if (applied.release().isPresent()) {
      installs.move(tx, plan.org(), plan.install(), InstallEvent.IN_USE, "");
    }
    if (applied.returnedBecause().isPresent()) {
      store.update(tx, plan.in(PlanStatus.RETURNED, applied.returnedBecause().get()));
      stopped(installs, tx, plan, applied.returnedBecause().get());
    } else if (job.phase() instanceof Phase.Succeeded) {
      succeeded(tx, plan);
    } else {
      failed(tx, plan, whyNot(job.phase()));
    }
  }

  private void failed(Tx tx, PlanRecord plan, String why) {
    store.update(tx, plan.in(PlanStatus.FAILED, why));
    stopped(installs, tx, plan, why);
  }

  /// Where nothing ran before it, nothing runs now.
  static void stopped(Installs installs, Tx tx, PlanRecord plan, String why) {
    boolean _ =
        installs.move(
            tx,
            plan.org(),
            plan.install(),
            InstallEvent.FIRST_PLAN_STOPPED,
            "its first release is not installed: plan %s: %s".formatted(plan.id(), why));
  }

  private void succeeded(Tx tx, PlanRecord plan) {
    if (plan.content().orElseThrow().deferred().isEmpty()) {
      store.update(tx, plan.in(PlanStatus.APPLIED, ""));
      return;
    }
    PublishedRelease release = catalog.find(tx, plan.release()).orElseThrow();
    if (release.yanked()) {
      String note = "its next stage is not planned: " + release.whyYanked();
      store.update(tx, plan.in(PlanStatus.APPLIED, note));
    } else {
      store.update(tx, plan.in(PlanStatus.APPLIED, ""));
      plans.nextStage(tx, plan, release);
    }
  }

  private void uninstalled(Tx tx, JobRecord job) {
    if (job.phase() instanceof Phase.Succeeded) {
      installs.runs(tx, job.org(), job.install(), Optional.empty());
      findings.over(tx, job.org(), job.install());
      installs.move(
          tx,
          job.org(),
          job.install(),
          InstallEvent.REMOVED,
          "the runner removed what it had installed" + leftBehind(job.report()));
    } else {
      // some of it may be gone: neither whole nor removed, until somebody asks again
      installs.move(
          tx,
          job.org(),
          job.install(),
          InstallEvent.REMOVAL_FAILED,
          "not finished, ask for it again: " + whyNot(job.phase()));
    }
  }

  private static String leftBehind(Optional<JobReport> report) {
    return report.orElse(new JobReport.Nothing()) instanceof JobReport.Uninstalled(var left, _)
            && !left.isEmpty()
        ? "; left behind: " + String.join(", ", left)
        : "";
  }

  private void inspected(Tx tx, JobRecord job) {
    if (job.report().orElse(new JobReport.Nothing())
        instanceof JobReport.Inspected(var release, _, _, _)) {
      installs.runs(tx, job.org(), job.install(), release);
    }
  }

  private static String whyNot(Phase phase) {
    return switch (phase) {
      case Phase.Failed failed -> failed.failure().message();
      case Phase.Cancelled cancelled -> "cancelled: " + cancelled.reason();
      case Phase.Expired _ -> "no runner took the job in time; see whether the runner is connected";
      case Phase.Succeeded _ ->
          "the runner's report does not fit its job; see the runner's version";
      case Phase.Queued _, Phase.Offered _, Phase.Running _, Phase.Cancelling _, Phase.Unknown _ ->
          "not over";
    };
  }
}
