package io.bowline.control.org;

import io.bowline.control.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The text of a secret that stands for somebody: a prefix, 256 random bits and a checksum. With so
/// much chance in it, one round of SHA-256 keeps it as well as any slow hash. By the prefix
/// scanners of leaked secrets find it, and by the checksum they know it from what only looks like
/// one.
public enum TokenText {
  /// An API token.
  API("bwl_"),
  /// An invitation.
  INVITATION("bwli_"),
  /// A person's session.
  SESSION("bwls_"),
  /// A link that sets a password anew.
  RESET("bwlr_");

  private static final int BYTES = 32;
  private static final int SUM = 6;
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final String prefix;
  private final Pattern form;
  private final Pattern former;

  TokenText(String prefix) {
    this.prefix = prefix;
    this.form = Pattern.compile(prefix + "[A-Za-z0-9_-]{43}[A-Za-z0-9]{" + SUM + "}");
    this.former = Pattern.compile(prefix + "[A-Za-z0-9_-]{43}");
  }

  /// A new one.
  public Secret mint(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String text = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return Secret.of(text + checksum(text));
  }

  /// The hash to look up; empty when the text cannot be one of these.
  public Optional<byte[]> hash(Secret secret) {
    String text = secret.revealText();
    if (!isOne(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /// Tokens that were handed out before there were checksums are good all the same.
  private boolean isOne(String text) {
    if (this == API && former.matcher(text).matches()) {
      return true;
    }
    int body = text.length() - SUM;
    return form.matcher(text).matches()
        && checksum(text.substring(0, body)).equals(text.substring(body));
  }

  /// CRC-32 of what comes before it, in base 62, six digits.
  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < SUM; i++) {
      digits.insert(0, DIGITS.charAt((int) (rest % DIGITS.length())));
      rest /= DIGITS.length();
    }
    return digits.toString();
  }
}
