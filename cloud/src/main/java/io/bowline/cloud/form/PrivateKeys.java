package io.bowline.cloud.form;

import java.security.PrivateKey;
import java.util.Optional;

/// The private keys of configurations whose form was checked.
public final class PrivateKeys {
  private PrivateKeys() {}

  /// Opens a key, as the check did.
  ///
  /// @throws IllegalStateException when it was never checked
  public static PrivateKey open(String pem, Optional<String> passphrase) {
    try {
      return RsaKey.read(pem, passphrase).open();
    } catch (KeyRefused e) {
      throw new IllegalStateException("a private key that was not checked", e);
    }
  }
}
