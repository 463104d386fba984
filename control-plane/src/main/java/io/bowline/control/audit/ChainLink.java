package io.bowline.control.audit;

import io.bowline.model.audit.AuditRecord;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.Optional;

/// An entry in its place: number, time, and a hash over it and the hash before it.
///
/// @param from where it was done from; empty for an entry of the first version, which has none
/// @param previous hash of the entry before, in hex; empty for the first
/// @param hash of this one, in hex
public record ChainLink(
    OrgId org,
    long number,
    Instant at,
    AuditEntry entry,
    Optional<Whence> from,
    String previous,
    String hash) {
  /// Makes the link that comes after the head of a chain.
  static ChainLink next(OrgId org, AuditChain.Head head, AuditEntry entry, Whence from) {
    var open =
        new ChainLink(
            org, head.number() + 1, head.now(), entry, Optional.of(from), head.hash(), "");
    return new ChainLink(
        org, open.number(), open.at(), entry, open.from(), open.previous(), open.made());
  }

  /// Whether the hash is that of the content.
  boolean holds() {
    return hash.equals(made());
  }

  private String made() {
    return new AuditRecord(
            org,
            number,
            at,
            entry.actor(),
            entry.action(),
            entry.subject(),
            entry.detail(),
            previous,
            from.map(
                known -> new AuditRecord.From(known.source(), known.program(), known.credential())))
        .hash();
  }
}
