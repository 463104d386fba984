package io.bowline.control.arrival;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.Dismissal;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// Gives an install up, wherever on its way it is. Nothing is taken away in the customer's account:
/// that is what uninstalling is for.
@ApplicationScoped
public class Abandonment {
  private final Installs installs;
  private final Dismissal dismissal;
  private final Fleets fleets;
  private final Audit audit;

  public Abandonment(Installs installs, Dismissal dismissal, Fleets fleets, Audit audit) {
    this.installs = installs;
    this.dismissal = dismissal;
    this.fleets = fleets;
    this.audit = audit;
  }

  /// What became of the wish.
  public sealed interface Answer {
    record Done(InstallRecord install) implements Answer {}

    /// There is no such install.
    record Absent() implements Answer {}

    /// The name that was given to confirm is not the install's.
    record NotConfirmed(String name) implements Answer {}

    /// A fleet stands on it.
    record InUse(String fleet) implements Answer {}
  }

  /// Does it, in the caller's transaction: tokens that are out admit nobody, runners have their
  /// certificates taken back, and their streams end within seconds.
  ///
  /// @param confirmed the install's name, said once more
  /// @param by as the audit names them
  public Answer abandon(Tx tx, OrgId org, InstallId id, String confirmed, String by) {
    Optional<InstallRecord> found = installs.lock(tx, org, id);
    if (found.isEmpty()) {
      return new Answer.Absent();
    }
    InstallRecord install = found.get();
    if (!install.name().equals(confirmed)) {
      return new Answer.NotConfirmed(install.name());
    }
    List<Fleet> on = fleets.of(tx, org, id);
    if (!on.isEmpty()) {
      return new Answer.InUse(on.getFirst().identifier());
    }
    if (install.status().over()) {
      return new Answer.Done(install);
    }
    dismissal.of(tx, org, id, "the install was given up", by);
    boolean _ = installs.move(tx, org, id, InstallEvent.ABANDONED, reason(install, by));
    audit.record(tx, org, new AuditEntry(by, "install.abandon", id.toString()));
    return new Answer.Done(installs.find(tx, org, id).orElse(install));
  }

  private static String reason(InstallRecord install, String by) {
    String left =
        install.status().awaitsRunner()
            ? "what an installer has made in the account meanwhile, its own teardown removes"
            : "what is in the account stays there and runs on; the installer's own teardown removes it";
    return "given up by %s while it was %s; %s".formatted(by, install.status().word(), left);
  }
}
