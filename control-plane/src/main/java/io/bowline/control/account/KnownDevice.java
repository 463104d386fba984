package io.bowline.control.account;

import io.bowline.control.org.TokenText;
import io.bowline.control.secret.Secret;
import java.util.Base64;
import java.util.Optional;

/// By what a program shows that somebody signed in with it before: the hash of the session that it
/// had, as text. It lets nobody in; it says whose tries are counted apart from everybody else's.
public final class KnownDevice {
  private static final int BYTES = 32;

  private KnownDevice() {}

  /// That of a session, which outlasts it.
  public static String of(Secret session) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(TokenText.SESSION.hash(session).orElseThrow());
  }

  /// The hash of the session; empty for what cannot be one.
  static Optional<byte[]> hash(String text) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text)).filter(hash -> hash.length == BYTES);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
