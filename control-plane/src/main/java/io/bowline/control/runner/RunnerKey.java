package io.bowline.control.runner;

import io.bowline.model.artifact.Digest;
import io.bowline.proto.codec.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/// A runner's long-lived key: P-256, as SubjectPublicKeyInfo.
record RunnerKey(Bytes encoded, PublicKey key) {
  private static final int P256_BITS = 256;

  /// Empty when it is no such key.
  static Optional<RunnerKey> of(Bytes encoded) {
    try {
      PublicKey key =
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded.toArray()));
      boolean p256 =
          key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256_BITS;
      return p256 ? Optional.of(new RunnerKey(encoded, key)) : Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /// Whether this key signed these bytes.
  boolean signed(byte[] bytes, Bytes signature) {
    try {
      var verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key);
      verifier.update(bytes);
      return verifier.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      return false; // a signature that is none
    }
  }

  /// How it is found again.
  String digest() {
    return Digest.of(key.getEncoded()).toString();
  }
}
