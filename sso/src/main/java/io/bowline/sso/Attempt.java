package io.bowline.sso;

import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;

/// One sign-in, from where somebody is sent to the provider until they come back. All of it but the
/// callback is a secret, and none of it is printed.
///
/// @param state comes back with them, and says which attempt it is
/// @param nonce comes back in the ID token, and says that it was made for this attempt
/// @param verifier of PKCE: whoever has the code gets nothing for it without this
/// @param callback where the provider sends them
public record Attempt(String state, String nonce, String verifier, URI callback) {
  private static final int BYTES = 32;

  /// A new one.
  public static Attempt mint(SecureRandom random, URI callback) {
    return new Attempt(text(random), text(random), text(random), callback);
  }

  private static String text(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "Attempt[]";
  }
}
