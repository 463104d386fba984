package io.bowline.runner.step.image.login;

import io.bowline.runner.step.image.flow.RegistryException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// RSA keys without a pass phrase, in the two forms in which Oracle's tools and machines have them.
final class RsaPem {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (RSA )?PRIVATE KEY-----");

  /// Version 0 and the name of RSA, as PKCS #8 has them before the key.
  private static final byte[] RSA = {
    2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  private RsaPem() {}

  /// @param where it comes from, for messages
  static PrivateKey parse(String pem, String where) throws RegistryException {
    Matcher block = BLOCK.matcher(pem);
    try {
      if (block.find()) {
        byte[] der = Base64.getMimeDecoder().decode(block.group(2));
        return KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(block.group(1) == null ? der : wrapped(der)));
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw noKey(where);
    }
    throw noKey(where);
  }

  private static RegistryException noKey(String where) {
    return RegistryException.lasting(
        where + " is no RSA key in PEM without a pass phrase (BEGIN PRIVATE KEY)");
  }

  /// PKCS #1 inside PKCS #8.
  private static byte[] wrapped(byte[] der) {
    ByteBuffer inner = ByteBuffer.allocate(RSA.length + 4 + der.length).put(RSA);
    tag(inner, 4, der.length).put(der);
    ByteBuffer outer = ByteBuffer.allocate(4 + inner.capacity());
    return tag(outer, 0x30, inner.capacity()).put(inner.array()).array();
  }

  /// A length in two bytes, as a key that is worth the name needs it.
  private static ByteBuffer tag(ByteBuffer to, int tag, int length) {
    return to.put((byte) tag).put((byte) 0x82).putShort((short) length);
  }
}
