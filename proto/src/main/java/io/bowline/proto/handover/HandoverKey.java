package io.bowline.proto.handover;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KEM;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// A key that is made for one handover and forgotten after it: DHKEM(X25519) agrees on a secret,
/// HKDF makes an AES-256 key and a nonce of it for the purpose, AES-GCM seals with the purpose as
/// what goes with it. An answer to another call therefore opens nothing.
public final class HandoverKey {
  /// A larger secret is not handed over.
  public static final int MAX_SECRET = 1024 * 1024;

  private static final String CURVE = "X25519";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final KeyPair pair;

  private HandoverKey(KeyPair pair) {
    this.pair = pair;
  }

  /// A new one.
  public static HandoverKey make() {
    try {
      return new HandoverKey(KeyPairGenerator.getInstance(CURVE).generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no X25519", e);
    }
  }

  /// Its public half, as SubjectPublicKeyInfo.
  public byte[] publicKey() {
    return pair.getPublic().getEncoded();
  }

  /// Seals a secret to the public half of somebody's key.
  ///
  /// @throws IllegalArgumentException when that is no usable X25519 key
  public static SealedCredential seal(byte[] publicKey, Purpose purpose, byte[] secret) {
    if (secret.length > MAX_SECRET) {
      throw new IllegalStateException("a secret of %d bytes".formatted(secret.length));
    }
    KEM.Encapsulated agreed = agreed(publicKey);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, agreed.key(), purpose);
      return new SealedCredential(agreed.encapsulation(), cipher.doFinal(secret));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  /// Opens what was sealed to this key.
  ///
  /// @throws GeneralSecurityException when it was sealed to another key or for another purpose, or
  ///   altered
  public Credential open(SealedCredential sealed, Purpose purpose) throws GeneralSecurityException {
    SecretKey agreed =
        KEM.getInstance("DHKEM")
            .newDecapsulator(pair.getPrivate())
            .decapsulate(sealed.encapsulation());
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, agreed, purpose);
    return new Credential(cipher.doFinal(sealed.ciphertext()));
  }

  private static KEM.Encapsulated agreed(byte[] publicKey) {
    try {
      PublicKey to =
          KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(publicKey));
      return KEM.getInstance("DHKEM").newEncapsulator(to).encapsulate();
    } catch (GeneralSecurityException | RuntimeException e) {
      // a point of small order fails in the agreement, as a RuntimeException of the provider's
      throw new IllegalArgumentException("not a usable X25519 public key", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey agreed, Purpose purpose)
      throws GeneralSecurityException {
    byte[] bound = purpose.bound();
    KDF hkdf = KDF.getInstance("HKDF-SHA256");
    var extracted = HKDFParameterSpec.ofExtract().addIKM(agreed);
    SecretKey key = hkdf.deriveKey("AES", extracted.thenExpand(info("key\n", bound), KEY_BYTES));
    byte[] nonce = hkdf.deriveData(extracted.thenExpand(info("nonce\n", bound), NONCE_BYTES));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher;
  }

  private static byte[] info(String use, byte[] bound) {
    byte[] first = use.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(first.length + bound.length).put(first).put(bound).array();
  }
}
