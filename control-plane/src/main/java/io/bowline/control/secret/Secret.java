package io.bowline.control.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A value that must not be seen. It prints nothing, compares in constant time and has no way into
/// JSON; whoever needs the value asks for it by name and so can be found.
public final class Secret {
  private final byte[] value;

  private Secret(byte[] value) {
    this.value = value;
  }

  public static Secret of(byte[] value) {
    return new Secret(value.clone());
  }

  public static Secret of(String value) {
    return new Secret(value.getBytes(StandardCharsets.UTF_8));
  }

  /// The value, for the one place that uses it.
  public byte[] reveal() {
    return value.clone();
  }

  /// The value as text, for the one place that uses it.
  public String revealText() {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(value, secret.value);
  }

  /// The same for all: not even a hash of a secret belongs in a log.
  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return "Secret[]";
  }
}
