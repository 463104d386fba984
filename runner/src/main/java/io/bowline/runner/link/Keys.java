package io.bowline.runner.link;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

/// Keys made here that never leave, and what is signed with them (ECDSA P-256, SHA-256).
final class Keys {
  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final byte[] NO_ATTRIBUTES = {(byte) 0xa0, 0};
  private static final byte[] ECDSA_WITH_SHA256 = {
    0x30, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
  };
  private static final int SEQUENCE = 0x30;
  private static final int BIT_STRING = 0x03;

  private Keys() {}

  static KeyPair generate() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK carries P-256", e);
    }
  }

  static byte[] sign(PrivateKey key, byte[] bytes) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a P-256 key", e);
    }
  }

  /// A PKCS#10 request (RFC 2986) with an empty subject: who we are is the issuer's to say.
  static byte[] request(KeyPair pair) {
    byte[] emptyName = der(SEQUENCE, List.of());
    byte[] info =
        der(SEQUENCE, List.of(VERSION_0, emptyName, pair.getPublic().getEncoded(), NO_ATTRIBUTES));
    byte[] signature = sign(pair.getPrivate(), info);
    byte[] bits = der(BIT_STRING, List.of(new byte[] {0}, signature));
    return der(SEQUENCE, List.of(info, ECDSA_WITH_SHA256, bits));
  }

  private static byte[] der(int tag, List<byte[]> parts) {
    var content = new ByteArrayOutputStream();
    parts.forEach(content::writeBytes);
    int length = content.size();
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
