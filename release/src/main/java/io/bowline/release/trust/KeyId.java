package io.bowline.release.trust;

import io.bowline.model.artifact.Digest;
import java.security.interfaces.ECPublicKey;

/// Names a key by what it is: the first 32 hex digits of the SHA-256 of its encoded form.
public record KeyId(String value) implements Comparable<KeyId> {
  public KeyId {
    if (!value.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("a key id has 32 hex digits");
    }
  }

  /// The id of a key.
  public static KeyId of(ECPublicKey key) {
    return new KeyId(Digest.of(key.getEncoded()).hex().substring(0, 32));
  }

  @Override
  public int compareTo(KeyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
