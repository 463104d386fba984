package io.bowline.control.account;

import io.bowline.control.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Codes of a time (RFC 6238), as the apps for it make them: SHA-1, six digits, thirty seconds.
final class Totp {
  static final int SECRET_BYTES = 20;
  static final int DIGITS = 6;
  private static final int SECONDS = 30;
  private static final int MODULUS = 1_000_000;

  private Totp() {}

  /// The code of a step.
  static String code(Secret secret, long step) {
    return "%06d".formatted(truncated(secret, step) % MODULUS);
  }

  /// All of what the code is the end of.
  static int truncated(Secret secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.reveal(), "HmacSHA1"));
      byte[] made = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      return ByteBuffer.wrap(made).getInt(made[made.length - 1] & 0xf) & Integer.MAX_VALUE;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA1", e);
    }
  }

  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), SECONDS);
  }

  /// Of which step somebody's code is, now or one before or after, since clocks differ.
  static OptionalLong match(Secret secret, Instant now, String code) {
    byte[] given = code.strip().getBytes(StandardCharsets.UTF_8);
    long step = step(now);
    return LongStream.of(step, step - 1, step + 1)
        .filter(
            one -> MessageDigest.isEqual(code(secret, one).getBytes(StandardCharsets.UTF_8), given))
        .findFirst();
  }
}
