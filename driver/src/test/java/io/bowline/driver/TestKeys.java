package io.bowline.driver;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/// Keys as clouds give them out.
public final class TestKeys {
  /// The one that a cloud knows.
  public static final KeyPair KNOWN = rsa();

  /// One that no cloud knows.
  public static final KeyPair OTHER = rsa();

  private TestKeys() {}

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The private half in PEM.
  public static String pem(KeyPair pair) {
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(
            Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded()));
  }

  /// A piece of the private half that nothing else has in it.
  public static String piece(KeyPair pair) {
    return pem(pair).split("\n", -1)[5];
  }
}
