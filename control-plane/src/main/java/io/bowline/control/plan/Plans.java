package io.bowline.control.plan;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
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
import java.util.SortedSet;
import java.util.TreeSet;

/// From the wish for a release to the job that applies exactly what was admitted. The runner makes
/// the plan and judges its approval; here both are only carried and recorded.
@ApplicationScoped
public class Plans {
  private final Transactions transactions;
  private final Ids ids;
  private final Installs installs;
  private final Catalog catalog;
  private final Jobs jobs;
  private final PlanStore store;
  private final Audit audit;

  public Plans(
      Transactions transactions,
      Ids ids,
      Installs installs,
      Catalog catalog,
      Jobs jobs,
      PlanStore store,
      Audit audit) {
    this.audit = audit;
    this.store = store;
    this.transactions = transactions;
    this.ids = ids;
    this.installs = installs;
    this.catalog = catalog;
    this.jobs = jobs;
  }

  /// Asks the install's runner for a plan towards a release. A plan that waits is superseded; one
  /// that is being applied is not.
  public Asked request(OrgId org, InstallId id, Digest release, Origin origin) {
    return transactions.inOrg(org, tx -> request(tx, org, id, release, origin));
  }

  /// The same in the caller's transaction.
  public Asked request(Tx tx, OrgId org, InstallId id, Digest release, Origin origin) {
    Optional<InstallRecord> install = installs.lock(tx, org, id);
    if (install.isEmpty()) {
      return new Absent("install " + id);
    }
    Optional<PublishedRelease> wanted = catalog.entitled(tx, org, release);
    if (wanted.isEmpty() || !wanted.get().product().equals(install.get().product())) {
      return new Absent("release " + release + " of " + install.get().product());
    }
    if (wanted.get().yanked()) {
      return new Refused("release-yanked", wanted.get().whyYanked() + "; choose another one");
    }
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
    PlanRecord plan = ask(tx, install.get(), wanted.get(), 1, origin);
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

  /// Names of the components that an install has, or gets by its newest plan.
  public SortedSet<String> components(Tx tx, InstallRecord install) {
    var names = new TreeSet<String>();
    install.release().ifPresent(release -> names.addAll(catalog.components(tx, release)));
    store
        .list(tx, install.org(), install.id(), Optional.empty(), 1)
        .forEach(plan -> names.addAll(catalog.components(tx, plan.release())));
    return names;
  }

  /// Carries a person's signed approval to the runner. Its signature is the runner's to judge; what
  /// is plainly wrong is refused here, so that the person learns it at once. The same approval
  /// again is the same approval.
  public Asked approve(OrgId org, PlanId id, SignedApproval approval, Origin origin) {
    return transactions.inOrg(
        org,
        tx -> {
          Optional<PlanRecord> plan = lockWithRelease(tx, org, id);
          if (plan.isEmpty()) {
            return new Absent("plan " + id);
          }
          if (store.approved(tx, org, id).filter(approval.signature()::equals).isPresent()) {
            return new Taken(plan.get());
          }
          Optional<Refused> wrong = check(tx, plan.get(), approval.statement(), tx.now());
          if (wrong.isPresent()) {
            return wrong.get();
          }
          store.approve(tx, org, id, approval, origin.by());
          PlanRecord applying = apply(tx, plan.get(), Optional.of(approval), origin);
          audit.record(tx, org, new AuditEntry(origin.by(), "plan.approve", id.toString()));
          return new Taken(applying);
        });
  }

  /// The release before the plan: whoever yanks it holds it first, too, and is waited for.
  private Optional<PlanRecord> lockWithRelease(Tx tx, OrgId org, PlanId id) {
    return store
        .find(tx, org, id)
        .flatMap(plan -> {
          catalog.hold(tx, plan.release());
          return store.lock(tx, org, id);
        });
  }

  private Optional<Refused> check(
      Tx tx, PlanRecord plan, ApprovalStatement statement, Instant now) {
    Optional<String> yanked = yanked(tx, plan);
    if (yanked.isPresent()) {
      return Optional.of(
          new Refused("release-yanked", yanked.get() + "; plan for another release"));
    }
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

  /// Why the plan's release is not to be brought anywhere any more, when it was yanked.
  Optional<String> yanked(Tx tx, PlanRecord plan) {
    return catalog
        .find(tx, plan.release())
        .filter(PublishedRelease::yanked)
        .map(PublishedRelease::whyYanked);
  }

  /// Plans what the last stage had to leave because it needed outputs.
  void nextStage(Tx tx, PlanRecord done) {
    InstallRecord install = installs.find(tx, done.org(), done.install()).orElseThrow();
    PublishedRelease release = catalog.find(tx, done.release()).orElseThrow();
    ask(tx, install, release, done.stage() + 1, new Origin(done.requestedBy(), ""));
  }

  public Optional<PlanRecord> find(OrgId org, PlanId id) {
    return transactions.inOrg(org, tx -> store.find(tx, org, id));
  }

  /// Newest first.
  public List<PlanRecord> list(OrgId org, InstallId install, Optional<PlanId> before, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, install, before, limit));
  }

  /// The sequence that the next approval of this install has to exceed.
  public long approvalSequence(OrgId org, InstallId install) {
    return transactions.inOrg(org, tx -> store.approvalSequence(tx, org, install));
  }
}
