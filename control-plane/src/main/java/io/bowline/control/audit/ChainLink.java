package io.bowline.control.audit;

import io.bowline.model.id.OrgId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// An entry in its place: number, time, and a hash over it and the hash before it.
///
/// @param previous hash of the entry before, in hex; empty for the first
/// @param hash of this one, in hex
public record ChainLink(
    OrgId org, long number, Instant at, AuditEntry entry, String previous, String hash) {
  private static final byte VERSION = 1;

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
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(VERSION);
      add(digest, org.toString());
      digest.update(ByteBuffer.allocate(8).putLong(number).array());
      digest.update(ByteBuffer.allocate(8).putLong(at.getEpochSecond()).array());
      digest.update(ByteBuffer.allocate(4).putInt(at.getNano()).array());
      add(digest, entry.actor());
      add(digest, entry.action());
      add(digest, entry.subject());
      add(digest, entry.detail());
      add(digest, previous);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /// Length first, so that no two different entries make the same bytes.
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
