package io.bowline.control.sso;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/// Texts of 256 random bits that are good for minutes and once. So one round of SHA-256 keeps them.
final class OneTime {
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  private OneTime() {}

  static String mint(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Whether a text could be one.
  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /// Whether a verifier is what a challenge was made of.
  static boolean answers(String verifier, String challenge) {
    String made = Base64.getUrlEncoder().withoutPadding().encodeToString(hash(verifier));
    return MessageDigest.isEqual(made.getBytes(UTF_8), challenge.getBytes(UTF_8));
  }
}
