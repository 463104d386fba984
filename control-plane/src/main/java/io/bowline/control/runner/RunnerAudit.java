package io.bowline.control.runner;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;

/// Writes down who let which runner in, or did not.
@ApplicationScoped
public class RunnerAudit {
  private final Audit audit;

  public RunnerAudit(Audit audit) {
    this.audit = audit;
  }

  /// One thing that happened.
  ///
  /// @param detail about what, in a line
  record Entry(OrgId org, InstallId install, String action, String actor, String detail) {}

  /// Records it; last in a transaction.
  void record(Tx tx, Entry entry) {
    String json = JsonNodeFactory.instance.objectNode().put("what", entry.detail()).toString();
    audit.record(
        tx,
        entry.org(),
        new AuditEntry(entry.actor(), entry.action(), "install/" + entry.install(), json));
  }
}
