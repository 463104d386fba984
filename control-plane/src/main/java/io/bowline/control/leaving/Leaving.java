package io.bowline.control.leaving;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.install.Installs;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.Dismissal;
import io.bowline.model.belonging.Belonging;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The end of an install, from where its runner has done its part, or will never do it: the
/// customer takes the base layer away, looks, and gets a certificate.
@ApplicationScoped
public class Leaving {
  private static final int JOBS = 200;
  private static final int NAMED = 5;
  private static final String LEFT = "the install has left";

  private final Installs installs;
  private final Jobs jobs;
  private final Dismissal dismissal;
  private final Fleets fleets;
  private final Belongings belongings;
  private final LeavingCertificates certificates;
  private final Audit audit;

  Leaving(
      Installs installs,
      Jobs jobs,
      Dismissal dismissal,
      Fleets fleets,
      Belongings belongings,
      LeavingCertificates certificates,
      Audit audit) {
    this.installs = installs;
    this.jobs = jobs;
    this.dismissal = dismissal;
    this.fleets = fleets;
    this.belongings = belongings;
    this.certificates = certificates;
    this.audit = audit;
  }

  /// What became of a wish.
  public sealed interface Answer {
    record Done(InstallRecord install) implements Answer {}

    /// There is no such install.
    record Absent() implements Answer {}

    /// The name that was given to confirm is not the install's.
    record NotConfirmed(String name) implements Answer {}

    /// It cannot be done now.
    record Refused(String reason, String message) implements Answer {}

    /// The look was at another place than the install's.
    record Elsewhere(String field, String meant) implements Answer {}
  }

  /// The runner is gone for good, or never came: nobody waits for it any more. What it had
  /// installed is the customer's to take away, like the base layer.
  ///
  /// @param confirmed the install's name, said once more
  public Answer withoutRunner(Tx tx, OrgId org, InstallId id, String confirmed, String by) {
    Optional<Answer> no = unless(installs.find(tx, org, id), confirmed);
    if (no.isPresent()) {
      return no.get();
    }
    List<Fleet> on = fleets.of(tx, org, id);
    if (!on.isEmpty()) {
      return new Answer.Refused(
          "fleet-in-use",
          "the fleet %s stands on it; delete that one".formatted(on.getFirst().identifier()));
    }
    // jobs before the install, as a job's own end locks them
    for (JobRecord job : jobs.list(tx, org, id, JOBS)) {
      if (!(job.phase() instanceof Phase.Terminal)) {
        jobs.stop(tx, org, job.id(), "the runner was declared gone");
      }
    }
    InstallRecord install = installs.lock(tx, org, id).orElseThrow();
    if (install.status() == InstallStatus.DEPROVISIONED) {
      return new Answer.Done(install);
    }
    dismissal.of(tx, org, id, LEFT, by);
    String reason =
        "%s says that no runner of it will come (it was %s): what one had installed is the customer's to remove. See: bowline install inventory %s"
            .formatted(by, install.status().word(), install.name());
    installs.move(tx, org, id, InstallEvent.RUNNER_GONE, reason);
    audit.record(tx, org, new AuditEntry(by, "install.runner-gone", id.toString()));
    return done(tx, install);
  }

  /// The customer has looked at their account. When the runner's part is over this decides: nothing
  /// found, and everything looked for, is the end.
  public Answer looked(Tx tx, OrgId org, InstallId id, Look look, String by) {
    Optional<InstallRecord> found = installs.lock(tx, org, id);
    if (found.isEmpty()) {
      return new Answer.Absent();
    }
    InstallRecord install = found.get();
    if (!install.account().equals(look.account())) {
      return new Answer.Elsewhere("account", install.account());
    }
    if (!install.region().equals(look.region())) {
      return new Answer.Elsewhere("region", install.region());
    }
    belongings.looked(tx, org, id, by, look);
    audit.record(tx, org, new AuditEntry(by, "install.look", id.toString()));
    List<Tracked> left =
        belongings.list(tx, org, id).stream().filter(one -> one.gone().isEmpty()).toList();
    if (left.isEmpty() && look.unlooked().isEmpty()) {
      return cleared(tx, install, "the customer has looked, and nothing of it is there", by);
    }
    installs.move(tx, org, id, InstallEvent.REMAINS, remaining(install, left, look));
    return done(tx, install);
  }

  /// The customer gives their word that the base layer is gone.
  ///
  /// @param confirmed the install's name, said once more
  public Answer closed(Tx tx, OrgId org, InstallId id, String confirmed, String by) {
    Optional<Answer> no = unless(installs.lock(tx, org, id), confirmed);
    if (no.isPresent()) {
      return no.get();
    }
    InstallRecord install = installs.find(tx, org, id).orElseThrow();
    return switch (install.status()) {
      case AWAITING_CUSTOMER_TEARDOWN ->
          cleared(tx, install, by + " says that nothing of it is there", by);
      case DEPROVISIONED -> new Answer.Done(install);
      case DRAFT,
          AWAITING_CUSTOMER,
          BASE_LAYER,
          AWAITING_RUNNER,
          PREFLIGHT,
          INSTALLING,
          ACTIVE,
          ERROR,
          DEPROVISIONING,
          ABANDONED ->
          new Answer.Refused(
              "not-torn-down",
              "it is %s: have its runner remove what it installed first (bowline install uninstall %s), or say that none will come (--runner-gone)"
                  .formatted(install.status().word(), install.name()));
    };
  }

  private Answer cleared(Tx tx, InstallRecord install, String reason, String by) {
    boolean ended = installs.move(tx, install.org(), install.id(), InstallEvent.CLEARED, reason);
    if (ended) {
      dismissal.of(tx, install.org(), install.id(), LEFT, by);
      certificates.issue(tx, install, by);
    }
    return done(tx, install);
  }

  /// What is left that the door's own teardown will not take: nobody is there any more who would.
  private static String remaining(InstallRecord install, List<Tracked> left, Look look) {
    if (left.isEmpty()) {
      return "nothing was found, and not everything could be looked for: "
          + String.join("; ", look.unlooked());
    }
    List<Tracked> orphans =
        left.stream().filter(one -> !one.what().maker().equals(Belonging.DOOR)).toList();
    String named =
        orphans.stream()
            .limit(NAMED)
            .map(one -> one.what().kind() + " " + one.what().name())
            .collect(Collectors.joining(", "));
    return "still there: %d of the base layer, and %d %s%s%s. See: bowline install inventory %s"
        .formatted(
            left.size() - orphans.size(),
            orphans.size(),
            orphans.size() == 1 ? "orphan" : "orphans",
            named.isEmpty() ? "" : " (" + named,
            named.isEmpty() ? "" : orphans.size() > NAMED ? " and others)" : ")",
            install.name());
  }

  private static Optional<Answer> unless(Optional<InstallRecord> install, String confirmed) {
    if (install.isEmpty()) {
      return Optional.of(new Answer.Absent());
    }
    String name = install.get().name();
    return name.equals(confirmed) ? Optional.empty() : Optional.of(new Answer.NotConfirmed(name));
  }

  private Answer done(Tx tx, InstallRecord install) {
    return new Answer.Done(installs.find(tx, install.org(), install.id()).orElse(install));
  }
}
