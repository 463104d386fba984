package io.bowline.control.plan;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.offer.Admission;
import io.bowline.control.plan.Asked.Absent;
import io.bowline.control.plan.Asked.Refused;
import io.bowline.control.plan.Asked.Taken;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.PlanId;
import io.bowline.model.job.JobSpec;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.model.plan.SignedApproval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// From the wish for a release to the job that applies exactly what was admitted. The runner makes
/// the plan and judges its approval; here both are only carried and recorded.
@ApplicationScoped
public class Plans {
  private final Transactions transactions;
  private final Ids ids;
  private final Installs installs;
  private final Gate gate;
  private final Jobs jobs;
  private final PlanStore store;
  private final Audit audit;

  public Plans(
      Transactions transactions,
      Ids ids,
      Installs installs,
      Gate gate,
      Jobs jobs,
      PlanStore store,
      Audit audit) {
    this.audit = audit;
    this.store = store;
    this.transactions = transactions;
    this.ids = ids;
    this.installs = installs;
    this.gate = gate;
    this.jobs = jobs;
  }

  /// Asks the install's runner for a plan towards a release. A plan that waits is superseded; one
  /// that is being applied is not.
  public Asked request(OrgId org, InstallId id, Digest release, Origin origin) {
    return transactions.inOrg(org, tx -> request(tx, org, id, release, origin));
  }

  /// The same in the caller's transaction. Locks are taken in one order everywhere: the release,
  /// the job, the install, the plan.
  public Asked request(Tx tx, OrgId org, InstallId id, Digest release, Origin origin) {
    installs.find(tx, org, id).ifPresent(seen -> hold(tx, seen, release));
    Optional<InstallRecord> install = installs.lock(tx, org, id);
    if (install.isEmpty()) {
      return new Absent("install " + id);
    }
    return switch (gate.admit(tx, install.get(), release)) {
      case Admission.Absent(String what) -> new Absent(what);
      case Admission.Refused(String reason, String message) -> new Refused(reason, message);
      case Admission.Admitted(PublishedRelease admitted) ->
          request(tx, install.get(), admitted, origin);
    };
  }

  /// Whoever yanks the release holds it first, too.
  private void hold(Tx tx, InstallRecord install, Digest release) {
    Admission _ = gate.stands(tx, install, release);
  }

  private Asked request(Tx tx, InstallRecord install, PublishedRelease release, Origin origin) {
    OrgId org = install.org();
    InstallId id = install.id();
    if (jobs.open(tx, org, id, new JobSpec.Uninstall().kind())) {
      return new Refused("uninstall-in-progress", "the install is being uninstalled");
    }
    for (PlanRecord open : store.open(tx, org, id)) {
      if (open.status() == PlanStatus.APPLYING) {
        return new Refused(
            "apply-in-progress",
            "plan %s is being applied; wait for its end or cancel its job".formatted(open.id()));
      }
      store.update(tx, open.in(PlanStatus.SUPERSEDED, "a newer plan was asked for"));
    }
    PlanRecord plan = ask(tx, install, release, 1, origin);
    if (install.release().isEmpty()) {
      boolean _ =
          installs.move(
              tx, org, id, InstallEvent.FIRST_PLAN, "its first release: plan " + plan.id());
    }
    audit.record(tx, org, new AuditEntry(origin.by(), "plan.request", plan.id().toString()));
    return new Taken(plan);
  }

  private PlanRecord ask(
      Tx tx, InstallRecord install, PublishedRelease release, int stage, Origin origin) {
    var id = new PlanId(ids.get());
    var spec =
        new JobSpec.MakePlan(id, release.repository(), release.digest(), stage, install.inputs());
    JobId job = jobs.request(tx, install.org(), install.id(), spec, origin);
    var plan =
        new PlanRecord(
            install.org(),
            id,
            install.id(),
            release.digest(),
            stage,
            PlanStatus.PLANNING,
            "",
            Optional.empty(),
            true,
            Optional.of(job),
            Optional.empty(),
            origin.by(),
            tx.now());
    store.insert(tx, plan);
    return plan;
  }

  /// Carries a person's signed approval to the runner. Its signature is the runner's to judge; what
  /// is plainly wrong is refused here, so that the person learns it at once. The same approval
  /// again is the same approval.
  public Asked approve(OrgId org, PlanId id, SignedApproval approval, Origin origin) {
    return transactions.inOrg(
        org,
        tx -> {
          Optional<PlanRecord> seen = store.find(tx, org, id);
          if (seen.isEmpty()) {
            return new Absent("plan " + id);
          }
          Admission admission = admission(tx, seen.get());
          Optional<InstallRecord> _ = installs.lock(tx, org, seen.get().install());
          PlanRecord plan = store.lock(tx, org, id).orElseThrow();
          if (store.approved(tx, org, id).filter(approval.signature()::equals).isPresent()) {
            return new Taken(plan);
          }
          Optional<Refused> wrong =
              refused(admission).or(() -> check(plan, approval.statement(), tx.now()));
          if (wrong.isPresent()) {
            return wrong.get();
          }
          store.approve(tx, org, id, approval, origin.by());
          PlanRecord applying = apply(tx, plan, Optional.of(approval), origin);
          audit.record(tx, org, new AuditEntry(origin.by(), "plan.approve", id.toString()));
          return new Taken(applying);
        });
  }

  private Admission admission(Tx tx, PlanRecord plan) {
    InstallRecord install = installs.find(tx, plan.org(), plan.install()).orElseThrow();
    return gate.stands(tx, install, plan.release());
  }

  private static Optional<Refused> refused(Admission admission) {
    return switch (admission) {
      case Admission.Admitted _ -> Optional.empty();
      case Admission.Absent(String what) ->
          Optional.of(new Refused("not-entitled", "there is no " + what + " any more"));
      case Admission.Refused(String reason, String message) ->
          Optional.of(new Refused(reason, message));
    };
  }

  private static Optional<Refused> check(
      PlanRecord plan, ApprovalStatement statement, Instant now) {
    if (plan.status() != PlanStatus.AWAITING_APPROVAL) {
      String why = plan.reason().isEmpty() ? "" : ": " + plan.reason();
      return Optional.of(
          new Refused("not-awaiting-approval", "the plan is " + plan.status().word() + why));
    }
    Digest digest = plan.content().orElseThrow().digest();
    if (!statement.plan().equals(digest)) {
      return Optional.of(
          new Refused(
              "digest-mismatch", "the approval is for another plan; this one is " + digest));
    }
    if (!statement.install().equals(plan.install())) {
      return Optional.of(
          new Refused(
              "install-mismatch",
              "the approval is for another install; this is " + plan.install()));
    }
    if (!now.isBefore(statement.expires())) {
      return Optional.of(
          new Refused("approval-expired", "the approval ended at " + statement.expires()));
    }
    return Optional.empty();
  }

  PlanRecord apply(Tx tx, PlanRecord plan, Optional<SignedApproval> approval, Origin origin) {
    var spec = new JobSpec.ApplyPlan(plan.id(), plan.content().orElseThrow().digest(), approval);
    PlanRecord applying =
        plan.appliedBy(jobs.request(tx, plan.org(), plan.install(), spec, origin));
    store.update(tx, applying);
    return applying;
  }

  /// Plans what the last stage had to leave because it needed outputs.
  void nextStage(Tx tx, PlanRecord done, PublishedRelease release) {
    InstallRecord install = installs.find(tx, done.org(), done.install()).orElseThrow();
    ask(tx, install, release, done.stage() + 1, new Origin(done.requestedBy(), ""));
  }

  public Optional<PlanRecord> find(OrgId org, PlanId id) {
    return transactions.inOrg(org, tx -> store.find(tx, org, id));
  }

  public Optional<PlanRecord> find(Tx tx, OrgId org, PlanId id) {
    return store.find(tx, org, id);
  }

  /// Newest first.
  public List<PlanRecord> list(OrgId org, InstallId install, Optional<PlanId> before, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, install, before, limit));
  }

  /// The newest of an install, in the caller's transaction.
  public Optional<PlanRecord> newest(Tx tx, OrgId org, InstallId install) {
    return store.list(tx, org, install, Optional.empty(), 1).stream().findFirst();
  }

  /// The sequence that the next approval of this install has to exceed.
  public long approvalSequence(OrgId org, InstallId install) {
    return transactions.inOrg(org, tx -> store.approvalSequence(tx, org, install));
  }
}
