package io.bowline.release.trust;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// What a signature in a DSSE envelope is made over.
public final class Dsse {
  private Dsse() {}

  /// Type and payload, neither of which can be taken for a part of the other.
  public static byte[] signedBytes(String type, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(("DSSEv1 " + typeBytes.length + " ").getBytes(StandardCharsets.UTF_8));
    out.writeBytes(typeBytes);
    out.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
    out.writeBytes(payload);
    return out.toByteArray();
  }
}
