package io.bowline.control.audit;

import io.bowline.control.platform.Tx;
import io.bowline.control.platform.Tx.Queue;
import io.bowline.model.id.OrgId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The record of what was done. An entry is written in the transaction of the change it tells of;
/// each carries the hash of the one before, so that an altered, removed or inserted one shows.
@Singleton
public final class Audit {
  /// The vendor's own chain: for what belongs to no organization.
  public static final OrgId VENDOR = new OrgId(new UUID(0, 0));

  private static final int BATCH = 500;

  private final AuditChain chain;
  private final Whence.Source whence;

  @Inject
  public Audit(AuditChain chain, Whence.Source whence) {
    this.chain = chain;
    this.whence = whence;
  }

  /// For what no request asks for.
  public Audit(AuditChain chain) {
    this(chain, Optional::empty);
  }

  /// Records what was done, and where the request came from that it was done for. It is written
  /// just before the commit.
  public void record(Tx tx, OrgId org, AuditEntry entry) {
    record(tx, org, entry, whence.now().orElse(Whence.NOWHERE));
  }

  /// The same, by somebody who has only now proven who they are.
  public void record(Tx tx, OrgId org, AuditEntry entry, Whence from) {
    tx.atLast(
        org,
        Queue.AUDIT,
        last -> chain.append(last, ChainLink.next(org, chain.lock(last, org), entry, from)));
  }

  /// Entries before a number, newest first.
  public List<ChainLink> before(Tx tx, OrgId org, long number, int limit) {
    return chain.before(tx, org, number, limit);
  }

  /// Entries after a number, in order.
  public List<ChainLink> after(Tx tx, OrgId org, long number, int limit) {
    return chain.after(tx, org, number, limit);
  }

  /// Where the chain ends, locked until the transaction ends.
  public AuditChain.Head end(Tx tx, OrgId org) {
    return chain.lock(tx, org);
  }

  /// Walks the whole chain, as far as it is kept. Where older entries were let go, one that is kept
  /// has to say so.
  public Verification verify(Tx tx, OrgId org) {
    AuditChain.Head head = chain.head(tx, org);
    AuditChain.Beginning beginning = chain.beginning(tx, org);
    long number = beginning.number();
    String previous = beginning.hash();
    boolean told = number == 0;
    while (true) {
      List<ChainLink> batch = chain.after(tx, org, number, BATCH);
      for (ChainLink link : batch) {
        if (link.number() != number + 1) {
          return new Verification.Broken(number + 1, "the entry is missing");
        }
        if (!link.previous().equals(previous) || !link.holds()) {
          return new Verification.Broken(link.number(), "the entry was altered");
        }
        told = told || Retention.tells(link.entry(), beginning);
        number = link.number();
        previous = link.hash();
      }
      if (batch.size() < BATCH) {
        break;
      }
    }
    if (number != head.number() || !previous.equals(head.hash())) {
      return new Verification.Broken(number + 1, "the end of the chain is missing");
    }
    return told
        ? new Verification.Intact(number - beginning.number())
        : new Verification.Broken(
            beginning.number(), "no entry tells that this one and those before were let go");
  }
}
