package io.bowline.control.audit;

import io.bowline.control.platform.Repeating;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Lets go of entries that are older than they are to be kept. What is kept goes on to hold: the
/// database keeps number and hash of the last entry that went, and an entry tells of it. A chain
/// that does not hold is left as it is.
@Singleton
public final class Retention {
  private static final Logger LOG = Logger.getLogger(Retention.class);
  private static final SystemTask TASK = new SystemTask("audit-retention");
  private static final Duration SHORTEST = Duration.ofDays(90);
  private static final String LET_GO = "audit.let-go";
  private static final int ORGANIZATIONS = 1000;
  private static final int BATCH = 500;
  private static final int MOST = 10_000;

  private final Transactions transactions;
  private final AuditChain chain;
  private final Audit audit;
  private final InstantSource clock;
  private final Optional<Duration> keepFor;
  private final Repeating passes =
      new Repeating(
          "audit-retention",
          Duration.ofHours(1),
          this::pass,
          e -> LOG.warnf(e, "Old entries of the audit are kept for now, it is tried in an hour"));

  public Retention(
      Transactions transactions,
      AuditChain chain,
      Audit audit,
      InstantSource clock,
      AuditSettings settings) {
    this.transactions = transactions;
    this.chain = chain;
    this.audit = audit;
    this.clock = clock;
    this.keepFor = settings.keepFor();
    keepFor
        .filter(wanted -> wanted.compareTo(SHORTEST) < 0)
        .ifPresent(wanted -> {
          throw new StartupFailure(
              "bowline.audit.keep-for is %s: entries are kept for 90 days (P90D) at least."
                  .formatted(wanted));
        });
  }

  void start(@Observes StartupEvent starting) {
    if (keepFor.isPresent()) {
      passes.start();
    }
  }

  void stop(@Observes ShutdownEvent stopping) {
    passes.stop();
  }

  /// Lets go of what is too old now.
  public void pass() {
    keepFor.map(clock.instant()::minus).ifPresent(this::before);
  }

  private void before(Instant than) {
    List<OrgId> due = transactions.asSystem(TASK, tx -> chain.older(tx, than, ORGANIZATIONS));
    due.forEach(org -> each(org, than));
  }

  /// One organization whose entries cannot be let go now keeps no other one's.
  private void each(OrgId org, Instant than) {
    try {
      boolean more = true;
      while (more) {
        more = transactions.inOrg(org, tx -> letGo(tx, org, than));
      }
    } catch (RuntimeException e) {
      LOG.warnf(e, "Old entries of the audit of %s are kept for now, it is tried in an hour", org);
    }
  }

  /// @return whether there are more of them
  private boolean letGo(Tx tx, OrgId org, Instant than) {
    AuditChain.Head head = chain.lock(tx, org);
    AuditChain.Beginning from = chain.beginning(tx, org);
    AuditChain.Beginning until = cut(tx, head, org, from, than);
    if (until.equals(from)) {
      return false;
    }
    chain.letGo(tx, org, until.number());
    audit.record(tx, org, entry(until));
    return until.number() - from.number() >= MOST;
  }

  /// The last entry that may go; the one before the first when none may. The end of the chain
  /// stays.
  private AuditChain.Beginning cut(
      Tx tx, AuditChain.Head head, OrgId org, AuditChain.Beginning from, Instant than) {
    AuditChain.Beginning until = from;
    while (true) {
      List<ChainLink> batch = chain.after(tx, org, until.number(), BATCH);
      for (ChainLink link : batch) {
        if (!link.at().isBefore(than)
            || link.number() >= head.number()
            || until.number() - from.number() >= MOST) {
          return until;
        }
        if (link.number() != until.number() + 1
            || !link.previous().equals(until.hash())
            || !link.holds()) {
          LOG.errorf(
              "The audit of %s does not hold at entry %d: nothing of it is let go. Compare it with an"
                  + " export.",
              org, until.number() + 1);
          return from;
        }
        until = new AuditChain.Beginning(link.number(), link.hash());
      }
      if (batch.size() < BATCH) {
        return until;
      }
    }
  }

  private static AuditEntry entry(AuditChain.Beginning until) {
    return new AuditEntry(
        "system",
        LET_GO,
        "audit",
        "{\"until\":%d,\"hash\":\"%s\"}".formatted(until.number(), until.hash()));
  }

  /// Whether an entry tells that those up to there were let go.
  static boolean tells(AuditEntry entry, AuditChain.Beginning until) {
    return entry.equals(entry(until));
  }
}
