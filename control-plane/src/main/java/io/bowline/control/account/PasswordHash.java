package io.bowline.control.account;

import io.bowline.control.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What is kept of a password: Argon2id, with its cost and salt, in the form that other programs
/// write it in, too (`$argon2id$v=19$m=...`).
final class PasswordHash {
  static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern TEXT =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  /// What making one takes: as much as OWASP asks for at the least. On two busy cores that is a
  /// tenth of a second (docs/people.md).
  ///
  /// @param kibibytes of memory
  /// @param passes over it
  /// @param lanes at once
  record Cost(int kibibytes, int passes, int lanes) {
    static final Cost USUAL = new Cost(19_456, 2, 1);
  }

  private final Cost cost;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(Cost cost, byte[] salt, byte[] hash) {
    this.cost = cost;
    this.salt = salt;
    this.hash = hash;
  }

  static PasswordHash of(Secret password, byte[] salt, Cost cost) {
    return new PasswordHash(cost, salt, hash(password, salt, cost, HASH_BYTES));
  }

  /// Whether it is the hash of this password.
  boolean matches(Secret password) {
    return MessageDigest.isEqual(hash, hash(password, salt, cost, hash.length));
  }

  static PasswordHash parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException("a stored password's hash is of an unknown kind");
    }
    var cost =
        new Cost(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)));
    Base64.Decoder base64 = Base64.getDecoder();
    return new PasswordHash(cost, base64.decode(matcher.group(4)), base64.decode(matcher.group(5)));
  }

  /// As it is stored.
  String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            cost.kibibytes(),
            cost.passes(),
            cost.lanes(),
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }

  @Override
  public String toString() {
    return "PasswordHash[]";
  }

  private static byte[] hash(Secret password, byte[] salt, Cost cost, int length) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.kibibytes())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    byte[] made = new byte[length];
    generator.generateBytes(password.revealText().getBytes(StandardCharsets.UTF_8), made);
    return made;
  }
}
