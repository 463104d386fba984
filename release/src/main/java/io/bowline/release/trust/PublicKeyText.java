package io.bowline.release.trust;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;

/// A public ECDSA P-256 key and its PEM text.
public record PublicKeyText(KeyId id, ECPublicKey key, String pem) {
  /// Of a key at hand.
  ///
  /// @throws IllegalArgumentException for another curve
  public static PublicKeyText of(ECPublicKey key) {
    if (!P256.isP256(key)) {
      throw new IllegalArgumentException("the key is not a P-256 key");
    }
    return new PublicKeyText(KeyId.of(key), key, Pem.write("PUBLIC KEY", key.getEncoded()));
  }

  /// Reads a PEM text.
  public static PublicKeyText read(String pem) throws KeyRefused {
    byte[] encoded = PublicKeyPem.read(pem);
    try {
      PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
      return of((ECPublicKey) key);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new KeyRefused("the public key is not an ECDSA P-256 key");
    }
  }

  /// Whether this key made that signature over these bytes.
  public boolean verifies(byte[] bytes, byte[] signature) {
    try {
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(key);
      check.update(bytes);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a signature that is no DER pair is a wrong signature
    }
  }
}
