package io.bowline.release.cosign;

import io.bowline.release.trust.KeyRefused;
import io.bowline.release.trust.PublicKeyPem;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A public key of one of the kinds that cosign signs with.
///
/// @param name what whoever trusts it calls it
public record CosignKey(String name, Kind kind, PublicKey key) {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;

  /// Kinds of keys, and how each signs.
  public enum Kind {
    ECDSA_P256("SHA256withECDSA"),
    ECDSA_P384("SHA384withECDSA"),
    RSA("SHA256withRSA"),
    ED25519("Ed25519");

    private final String algorithm;

    Kind(String algorithm) {
      this.algorithm = algorithm;
    }
  }

  /// Reads a PEM text.
  ///
  /// @throws KeyRefused saying which keys can be used
  public static CosignKey read(String name, String pem) throws KeyRefused {
    byte[] encoded = PublicKeyPem.read(pem);
    for (String family : List.of("EC", "RSA", "Ed25519")) {
      Optional<PublicKey> key = of(family, encoded);
      if (key.isPresent()) {
        return new CosignKey(name, kind(key.get()), key.get());
      }
    }
    throw unusable();
  }

  private static Optional<PublicKey> of(String family, byte[] encoded) {
    try {
      return Optional.of(
          KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      return Optional.empty(); // it is of another family, or of none
    }
  }

  private static Kind kind(PublicKey key) throws KeyRefused {
    return switch (key) {
      case ECPublicKey ec when bits(ec) == 256 -> Kind.ECDSA_P256;
      case ECPublicKey ec when bits(ec) == 384 -> Kind.ECDSA_P384;
      case RSAPublicKey rsa
          when rsa.getModulus().bitLength() >= LEAST_RSA_BITS
              && rsa.getModulus().bitLength() <= MOST_RSA_BITS ->
          Kind.RSA;
      case EdECPublicKey ed
          when ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName()) ->
          Kind.ED25519;
      case PublicKey _ -> throw unusable();
    };
  }

  private static int bits(ECPublicKey key) {
    return key.getParams().getCurve().getField().getFieldSize();
  }

  private static KeyRefused unusable() {
    return new KeyRefused(
        "the public key is none of ECDSA P-256, ECDSA P-384, Ed25519, and RSA with %d to %d bits"
            .formatted(LEAST_RSA_BITS, MOST_RSA_BITS));
  }

  /// How a bundle names the key that is to be tried.
  public String hint() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK knows SHA-256", e);
    }
  }

  /// Whether this key made that signature over these bytes.
  public boolean verifies(byte[] bytes, byte[] signature) {
    return verifies(bytes, signature, false)
        || (kind == Kind.ED25519 && verifies(bytes, signature, true));
  }

  /// @param hashed over the hash of the bytes, as cosign does with Ed25519 in simple signing
  private boolean verifies(byte[] bytes, byte[] signature, boolean hashed) {
    try {
      Signature check = Signature.getInstance(kind.algorithm);
      if (hashed) {
        check.setParameter(new EdDSAParameterSpec(true));
      }
      check.initVerify(key);
      check.update(bytes);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // what is no signature of this kind is a wrong one
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
