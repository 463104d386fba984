package io.bowline.model.audit;

import io.bowline.model.id.OrgId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// All of an entry that its hash is made of.
///
/// @param org whose chain it is in
/// @param number its place, from 1
/// @param actor who, as `member/<id>`
/// @param action what, as `token.create`
/// @param subject to what, mostly an id
/// @param detail more about it as a JSON object
/// @param previous hash of the entry before, in hex; empty for the first
/// @param from where it was done from; empty for an entry of the first version, which has none
public record AuditRecord(
    OrgId org,
    long number,
    Instant at,
    String actor,
    String action,
    String subject,
    String detail,
    String previous,
    Optional<From> from) {
  private static final byte WITHOUT_FROM = 1;
  private static final byte WITH_FROM = 2;

  /// Where something was done from.
  ///
  /// @param source address; empty for what was done from inside
  /// @param program what the caller's program said it is
  /// @param credential what proved who it was, as `session/<id>`
  public record From(String source, String program, String credential) {}

  /// The hash, in hex.
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(from.isPresent() ? WITH_FROM : WITHOUT_FROM);
      add(digest, org.toString());
      digest.update(ByteBuffer.allocate(8).putLong(number).array());
      digest.update(ByteBuffer.allocate(8).putLong(at.getEpochSecond()).array());
      digest.update(ByteBuffer.allocate(4).putInt(at.getNano()).array());
      add(digest, actor);
      add(digest, action);
      add(digest, subject);
      add(digest, detail);
      from.ifPresent(known -> {
        add(digest, known.source());
        add(digest, known.program());
        add(digest, known.credential());
      });
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
