package io.bowline.cloud.form;

/// A private key is not what is needed.
final class KeyRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean passphrase;
  private final String reason;

  private KeyRefused(boolean passphrase, String reason) {
    super(reason, null, false, false);
    this.passphrase = passphrase;
    this.reason = reason;
  }

  static KeyRefused key(String reason) {
    return new KeyRefused(false, reason);
  }

  static KeyRefused passphrase(String reason) {
    return new KeyRefused(true, reason);
  }

  /// Whether the passphrase is at fault, rather than the key.
  boolean ofPassphrase() {
    return passphrase;
  }

  String reason() {
    return reason;
  }
}
