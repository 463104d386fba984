package io.bowline.proto.handover;

import java.util.Arrays;

/// A secret for the time that somebody works with it: it prints nothing, compares to nothing, and
/// is overwritten when it is closed.
public final class Credential implements AutoCloseable {
  private final byte[] value;

  /// Takes the array itself, so that there is no other one to forget.
  Credential(byte[] value) {
    this.value = value;
  }

  /// The secret, for the one place that uses it; not to be kept.
  public byte[] reveal() {
    return value;
  }

  @Override
  public void close() {
    Arrays.fill(value, (byte) 0);
  }

  @Override
  public String toString() {
    return "Credential[]";
  }
}
