package io.bowline.control.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Tx;
import io.bowline.model.belonging.Named;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.JobSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/// Has an install's runner remove what it had installed. The base layer, what the customer's policy
/// keeps and what holds data stay with the customer.
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

  /// What a person says to have an install removed.
  ///
  /// @param confirmed the install's name, said once more
  /// @param erase what holds data and goes all the same, each by its own name; the runner refuses
  ///   the whole wish when it does not know one of them
  public record Wish(String confirmed, Set<Named> erase) {
    public Wish {
      erase = Set.copyOf(erase);
    }
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
  /// @param wish what is said to confirm it
  public Answer request(Tx tx, OrgId org, InstallId id, Wish wish, Origin origin) {
    Optional<InstallRecord> found = installs.lock(tx, org, id);
    if (found.isEmpty()) {
      return new Answer.Absent();
    }
    InstallRecord install = found.get();
    if (!install.name().equals(wish.confirmed())) {
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
    JobId job = jobs.request(tx, org, id, new JobSpec.Uninstall(wish.erase()), origin);
    installs.move(tx, org, id, InstallEvent.REMOVAL_ASKED, "job " + job + " removes it");
    audit.record(
        tx,
        org,
        new AuditEntry(origin.by(), "install.uninstall", id.toString(), detail(wish.erase())));
    return new Answer.Asked(job);
  }

  /// Names of a customer's own things may hold anything, so that they are quoted.
  private static String detail(Set<Named> erase) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    if (!erase.isEmpty()) {
      ArrayNode names = detail.putArray("erase");
      erase.stream().map(Named::toString).sorted().forEach(names::add);
    }
    return detail.toString();
  }

  private boolean running(Tx tx, InstallRecord install) {
    return jobs.open(tx, install.org(), install.id(), new JobSpec.Uninstall().kind());
  }
}
