package io.bowline.control.plan;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.catalog.WaitingPlans;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.PlanId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stops plans towards a release that is yanked. A plan that is made, waits for approval, or was
/// approved and not begun, ends; one that a runner has begun to apply goes on, since a bundle that
/// is cut in its middle is worse than a whole one that has to be replaced.
///
/// Locks are taken in the order of a runner's report: the job, its install, its plan. Nobody can
/// approve meanwhile: that waits for the release, which whoever yanks it holds.
@ApplicationScoped
public class Withdrawals implements WaitingPlans {
  private final Transactions transactions;
  private final PlanStore store;
  private final Jobs jobs;
  private final Installs installs;
  private final Audit audit;

  public Withdrawals(
      Transactions transactions, PlanStore store, Jobs jobs, Installs installs, Audit audit) {
    this.installs = installs;
    this.transactions = transactions;
    this.store = store;
    this.jobs = jobs;
    this.audit = audit;
  }

  @Override
  public Withdrawn withdraw(Tx tx, PublishedRelease yanked, String by) {
    String why = yanked.whyYanked();
    var stopped = new ArrayList<PlanStore.Key>();
    List<PlanStore.Key> open = store.towards(tx, yanked.digest());
    for (PlanStore.Key key : open) {
      if (transactions.within(tx, key.org(), own -> stop(own, key, why))) {
        stopped.add(key);
      }
    }
    stopped.forEach(key ->
        transactions.within(
            tx, key.org(), own -> record(own, key.org(), key.plan(), yanked.digest(), by)));
    return new Withdrawn(stopped.size(), open.size() - stopped.size());
  }

  private boolean stop(Tx tx, PlanStore.Key key, String why) {
    PlanRecord seen = store.find(tx, key.org(), key.plan()).orElseThrow();
    if (seen.status() == PlanStatus.PLANNING) {
      seen.planJob().ifPresent(job -> jobs.stop(tx, key.org(), job, why));
      // its runner's report may have come first
      seen = store.find(tx, key.org(), key.plan()).orElseThrow();
    }
    Optional<JobId> applies =
        seen.status() == PlanStatus.APPLYING ? seen.applyJob() : Optional.empty();
    if (applies.isPresent()) {
      return jobs.stopUnlessBegun(tx, key.org(), applies.get(), why);
    }
    Optional<InstallRecord> _ = installs.lock(tx, key.org(), seen.install());
    store
        .lock(tx, key.org(), key.plan())
        .filter(plan -> !plan.status().over())
        .ifPresent(plan -> failed(tx, plan, why));
    return true;
  }

  private void failed(Tx tx, PlanRecord plan, String why) {
    store.update(tx, plan.in(PlanStatus.FAILED, why));
    PlanProgress.stopped(installs, tx, plan, why);
  }

  private boolean record(Tx tx, OrgId org, PlanId plan, Digest release, String by) {
    String detail = "{\"yanked\":\"%s\"}".formatted(release);
    audit.record(tx, org, new AuditEntry(by, "plan.withdraw", plan.toString(), detail));
    return true;
  }
}
