package io.bowline.proto.codec;

import java.util.Arrays;

/// Bytes that do not change: keys, requests and signatures in their DER form.
public final class Bytes {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /// A copy of these bytes.
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /// A copy.
  public byte[] toArray() {
    return value.clone();
  }

  public int size() {
    return value.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return value.length + " bytes";
  }
}
