package io.bowline.control.plan;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.JobSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Has an install's runner remove what it had installed. The base layer, and what the customer's
/// policy keeps, stay with the customer.
@ApplicationScoped
public class Uninstalls {
  private final Installs installs;
  private final Jobs jobs;
  private final PlanStore store;
  private final Audit audit;

  public Uninstalls(Installs installs, Jobs jobs, PlanStore store, Audit audit) {
    this.installs = installs;
    this.jobs = jobs;
    this.store = store;
    this.audit = audit;
  }

  /// What became of the wish.
  public sealed interface Answer {
    record Asked(JobId job) implements Answer {}

    /// There is no such install.
    record Absent() implements Answer {}

    /// The name that was given to confirm is not the install's.
    record NotConfirmed(String name) implements Answer {}

    /// It cannot be done now.
    record Refused(String reason, String message) implements Answer {}
  }

  /// Asks for it, in the caller's transaction. Plans that wait are superseded; one that is being
  /// applied has to end first.
  ///
  /// @param confirmed the install's name, said once more
  public Answer request(Tx tx, OrgId org, InstallId id, String confirmed, Origin origin) {
    Optional<InstallRecord> found = installs.lock(tx, org, id);
    if (found.isEmpty()) {
      return new Answer.Absent();
    }
    InstallRecord install = found.get();
    if (!install.name().equals(confirmed)) {
      return new Answer.NotConfirmed(install.name());
    }
    if (install.status() == InstallStatus.DEPROVISIONING && running(tx, install)) {
      return new Answer.Refused(
          "uninstall-in-progress", "it is being uninstalled: " + install.reason());
    }
    if (install.status().over()) {
      return new Answer.Refused(
          "install-over",
          "nobody there could remove anything: %s. An enrollment token lets a runner come again"
              .formatted(install.reason()));
    }
    for (PlanRecord open : store.open(tx, org, id)) {
      if (open.status() == PlanStatus.APPLYING) {
        return new Answer.Refused(
            "apply-in-progress",
            "plan %s is being applied; wait for its end or cancel its job".formatted(open.id()));
      }
      store.update(tx, open.in(PlanStatus.SUPERSEDED, "the install is uninstalled"));
    }
    JobId job = jobs.request(tx, org, id, new JobSpec.Uninstall(), origin);
    installs.move(tx, org, id, InstallEvent.REMOVAL_ASKED, "job " + job + " removes it");
    audit.record(tx, org, new AuditEntry(origin.by(), "install.uninstall", id.toString()));
    return new Answer.Asked(job);
  }

  private boolean running(Tx tx, InstallRecord install) {
    return jobs.open(tx, install.org(), install.id(), new JobSpec.Uninstall().kind());
  }
}
