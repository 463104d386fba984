package io.bowline.model.audit;

import io.bowline.model.id.OrgId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// All of an entry that its hash is made of.
///
/// @param org whose chain it is in
/// @param number its place, from 1
/// @param actor who, as `member/<id>`
/// @param action what, as `token.create`
/// @param subject to what, mostly an id
/// @param detail more about it as a JSON object
/// @param previous hash of the entry before, in hex; empty for the first
public record AuditRecord(
    OrgId org,
    long number,
    Instant at,
    String actor,
    String action,
    String subject,
    String detail,
    String previous) {
  private static final byte VERSION = 1;

  /// The hash, in hex.
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(VERSION);
      add(digest, org.toString());
      digest.update(ByteBuffer.allocate(8).putLong(number).array());
      digest.update(ByteBuffer.allocate(8).putLong(at.getEpochSecond()).array());
      digest.update(ByteBuffer.allocate(4).putInt(at.getNano()).array());
      add(digest, actor);
      add(digest, action);
      add(digest, subject);
      add(digest, detail);
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
