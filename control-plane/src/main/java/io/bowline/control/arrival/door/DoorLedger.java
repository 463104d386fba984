package io.bowline.control.arrival.door;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.EnrollmentToken;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;

/// Keeps what doors told, and tells those who have to know.
@ApplicationScoped
public class DoorLedger {
  private final DoorStore store;
  private final Audit audit;
  private final Iterable<DoorFollower> followers;

  @Inject
  DoorLedger(DoorStore store, Audit audit, @Any Instance<DoorFollower> followers) {
    this(store, audit, (Iterable<DoorFollower>) followers);
  }

  /// With these followers and no others.
  public DoorLedger(DoorStore store, Audit audit, Iterable<DoorFollower> followers) {
    this.store = store;
    this.audit = audit;
    this.followers = followers;
  }

  List<DoorReport> list(Tx tx, OrgId org, InstallId install, int limit) {
    return store.list(tx, org, install, limit);
  }

  /// Keeps it, unless the same is kept.
  ///
  /// @return whether it is news
  boolean keep(Tx tx, DoorReport report, String digest) {
    boolean news = store.insert(tx, report, digest);
    if (news) {
      String what =
          "%s %s (%s): %d things"
              .formatted(
                  report.door(), report.phase().word(), report.attempt(), report.made().size());
      record(
          tx,
          report.org(),
          report.install(),
          entry(report.token().toString(), "install.door", what));
      followers.forEach(follower -> follower.reported(tx, report));
    }
    return news;
  }

  void refused(Tx tx, EnrollmentToken token, Hearing.Refused refused) {
    String what = refused.why().word() + ": " + refused.message();
    record(
        tx,
        token.org(),
        token.install(),
        entry(token.id().toString(), "install.door-refused", what));
  }

  private record Entry(String actor, String action, String what) {}

  private static Entry entry(String token, String action, String what) {
    return new Entry("enrollment-token/" + token, action, what);
  }

  private void record(Tx tx, OrgId org, InstallId install, Entry entry) {
    String json = JsonNodeFactory.instance.objectNode().put("what", entry.what()).toString();
    audit.record(
        tx, org, new AuditEntry(entry.actor(), entry.action(), "install/" + install, json));
  }
}
