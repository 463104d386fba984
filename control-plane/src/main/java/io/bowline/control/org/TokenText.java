package io.bowline.control.org;

import io.bowline.control.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// A token's text: `bwl_` and 256 random bits. With so much chance in it, one round of SHA-256
/// keeps it as well as any slow hash, and the prefix lets scanners of leaked secrets find it.
final class TokenText {
  private static final String PREFIX = "bwl_";
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("bwl_[A-Za-z0-9_-]{43}");

  private TokenText() {}

  static Secret mint(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Secret.of(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// The hash to look up; empty when the text cannot be a token.
  static Optional<byte[]> hash(Secret text) {
    if (!FORM.matcher(text.revealText()).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          MessageDigest.getInstance("SHA-256")
              .digest(text.revealText().getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
