package io.bowline.control.audit;

import io.bowline.model.audit.AuditRecord;
import io.bowline.model.id.OrgId;
import java.time.Instant;

/// An entry in its place: number, time, and a hash over it and the hash before it.
///
/// @param previous hash of the entry before, in hex; empty for the first
/// @param hash of this one, in hex
public record ChainLink(
    OrgId org, long number, Instant at, AuditEntry entry, String previous, String hash) {
  /// Makes the next link.
  static ChainLink next(OrgId org, long number, Instant at, AuditEntry entry, String previous) {
    return new ChainLink(org, number, at, entry, previous, hash(org, number, at, entry, previous));
  }

  /// Whether the hash is that of the content.
  boolean holds() {
    return hash.equals(hash(org, number, at, entry, previous));
  }

  private static String hash(
      OrgId org, long number, Instant at, AuditEntry entry, String previous) {
    return new AuditRecord(
            org,
            number,
            at,
            entry.actor(),
            entry.action(),
            entry.subject(),
            entry.detail(),
            previous)
        .hash();
  }
}
