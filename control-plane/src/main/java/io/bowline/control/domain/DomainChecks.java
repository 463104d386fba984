package io.bowline.control.domain;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.platform.Swept;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/// Looks at domains and their certificates, when somebody asks and once a day, and remembers what
/// it found.
@ApplicationScoped
public class DomainChecks implements Swept {
  private static final Logger LOG = Logger.getLogger(DomainChecks.class);
  private static final SystemTask CHECK = new SystemTask("domain-check");
  private static final Duration AGAIN = Duration.ofDays(1);
  private static final int AT_ONCE = 16;
  private static final int DUE_AT_ONCE = 8;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Transactions transactions;
  private final BaseDomains domains;
  private final DomainCheckStore store;
  private final DomainProbe probe;
  private final Audit audit;
  private final InstantSource clock;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Semaphore roomForDue = new Semaphore(DUE_AT_ONCE);

  public DomainChecks(
      Transactions transactions,
      BaseDomains domains,
      DomainCheckStore store,
      DomainProbe probe,
      Audit audit,
      InstantSource clock) {
    this.transactions = transactions;
    this.domains = domains;
    this.store = store;
    this.probe = probe;
    this.audit = audit;
    this.clock = clock;
  }

  /// What came of the wish to look at a domain.
  public sealed interface Looking {
    /// It was looked at.
    record Looked(DomainCheck check) implements Looking {}

    /// There is no such domain.
    record Absent() implements Looking {}

    /// It changed meanwhile.
    record Overtaken() implements Looking {}

    /// As many as may be are looked at just now.
    record Busy() implements Looking {}
  }

  /// Looks now. No transaction is open while the DNS is asked.
  public Looking check(OrgId org, String name, String by) {
    Optional<BaseDomain> known = domains.find(org, name);
    if (known.isEmpty()) {
      return new Looking.Absent();
    }
    if (!room.tryAcquire()) {
      return new Looking.Busy();
    }
    try {
      var started = clock.instant();
      List<Check> found = probe.look(known.get(), started);
      return transactions.inOrg(
          org,
          tx -> {
            BaseDomain asked = known.get();
            Optional<BaseDomain> now = domains.lock(tx, org, asked.name());
            if (now.filter(domain -> domain.id().equals(asked.id())).isEmpty()) {
              return new Looking.Absent();
            }
            if (now.get().revision() != asked.revision()) {
              return new Looking.Overtaken();
            }
            List<Check> judged = found.stream().map(check -> owned(tx, asked, check)).toList();
            store.put(
                tx,
                org,
                new DomainCheckStore.Ended(asked.id(), asked.revision(), judged, by, started),
                AGAIN);
            record(tx, asked, judged, by);
            return new Looking.Looked(store.find(tx, org, asked.id()).orElseThrow());
          });
    } finally {
      room.release();
    }
  }

  /// A domain that somebody else has shown to be theirs stays theirs.
  private Check owned(Tx tx, BaseDomain domain, Check check) {
    if (!check.name().equals(DomainProbe.OWNERSHIP)) {
      return check;
    }
    boolean own =
        check.result() == Result.OK
            ? store.prove(tx, domain.org(), domain.name())
            : !domains.isForeign(tx, domain.org(), domain.name());
    return own
        ? check
        : Check.failed(check.name(), "The domain " + BaseDomains.foreign(domain.name()));
  }

  private void record(Tx tx, BaseDomain domain, List<Check> checks, String by) {
    var detail = JSON.createObjectNode().put("domain", domain.name().text());
    checks.forEach(check -> detail.put(check.name(), check.result().text()));
    audit.record(
        tx,
        domain.org(),
        new AuditEntry(by, "base-domain.check", domain.id().toString(), detail.toString()));
  }

  /// What was found of a domain as it is now; empty when it was not looked at yet.
  public Optional<DomainCheck> find(BaseDomain domain) {
    return transactions
        .inOrg(domain.org(), tx -> store.find(tx, domain.org(), domain.id()))
        .filter(check -> check.revision() == domain.revision());
  }

  /// Begins the checks that are due: of domains that changed, and of all once a day.
  @Override
  public void sweep() {
    int free = roomForDue.availablePermits();
    if (free == 0) {
      return;
    }
    transactions
        .asSystem(CHECK, tx -> store.take(tx, AGAIN, free))
        .forEach(due -> {
          if (roomForDue.tryAcquire()) {
            Thread.ofVirtual().name("domain-check").start(() -> checkDue(due));
          }
        });
  }

  private void checkDue(DomainCheckStore.Due due) {
    try {
      if (check(due.org(), due.name(), "system") instanceof Looking.Looked(DomainCheck check)) {
        check.checks().stream()
            .filter(each -> each.result() == Result.FAILED)
            .forEach(each ->
                LOG.warnf("Base domain %s: %s: %s", due.name(), each.name(), each.detail()));
      }
    } catch (RuntimeException e) {
      LOG.warnf(e, "Base domain %s could not be looked at; it is tried again tomorrow", due.name());
    } finally {
      roomForDue.release();
    }
  }
}
