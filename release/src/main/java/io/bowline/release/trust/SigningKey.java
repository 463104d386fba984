package io.bowline.release.trust;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// A private ECDSA P-256 key with its public half; prints its id only.
public final class SigningKey {
  private static final String CURVE = "secp256r1";
  private static final String PLAIN = "PRIVATE KEY";
  private static final String SEALED = "ENCRYPTED PRIVATE KEY";
  private static final String SEALING = "PBEWithHmacSHA256AndAES_256";

  private final PrivateKey privateKey;
  private final PublicKeyText publicKey;

  private SigningKey(PrivateKey privateKey, PublicKeyText publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /// A new key.
  public static SigningKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      KeyPair pair = generator.generateKeyPair();
      return new SigningKey(pair.getPrivate(), PublicKeyText.of((ECPublicKey) pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes P-256 keys", e);
    }
  }

  /// Reads a PKCS#8 PEM file's text, plain or encrypted.
  ///
  /// @param passphrase for an encrypted one; empty otherwise
  public static SigningKey read(String pem, char[] passphrase) throws KeyRefused {
    Pem.Block block = Pem.read(pem);
    try {
      KeyFactory factory = KeyFactory.getInstance("EC");
      PrivateKey key =
          switch (block.type()) {
            case PLAIN -> factory.generatePrivate(new PKCS8EncodedKeySpec(block.bytes()));
            case SEALED -> factory.generatePrivate(open(block.bytes(), passphrase));
            case String other ->
                throw new KeyRefused("the file holds a " + other + ", no PKCS#8 private key");
          };
      if (!(key instanceof ECPrivateKey ec)) {
        throw new KeyRefused("the key is not an elliptic-curve key");
      }
      return new SigningKey(key, PublicKeyText.of(P256.publicHalf(ec)));
    } catch (GeneralSecurityException e) {
      throw new KeyRefused("the private key cannot be read (wrong passphrase, or not P-256)");
    }
  }

  private static PKCS8EncodedKeySpec open(byte[] sealed, char[] passphrase)
      throws KeyRefused, GeneralSecurityException {
    if (passphrase.length == 0) {
      throw new KeyRefused("the private key is encrypted, and no passphrase was given");
    }
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(sealed);
      SecretKeyFactory keys = SecretKeyFactory.getInstance(SEALING);
      Cipher cipher = Cipher.getInstance(SEALING);
      cipher.init(
          Cipher.DECRYPT_MODE,
          keys.generateSecret(new PBEKeySpec(passphrase)),
          info.getAlgParameters());
      return info.getKeySpec(cipher);
    } catch (IOException e) {
      throw new KeyRefused("the encrypted private key cannot be read");
    }
  }

  /// The PKCS#8 PEM text; encrypted when there is a passphrase.
  public String pem(char[] passphrase) {
    if (passphrase.length == 0) {
      return Pem.write(PLAIN, privateKey.getEncoded());
    }
    try {
      SecretKeyFactory keys = SecretKeyFactory.getInstance(SEALING);
      Cipher cipher = Cipher.getInstance(SEALING);
      cipher.init(Cipher.ENCRYPT_MODE, keys.generateSecret(new PBEKeySpec(passphrase)));
      byte[] sealed = cipher.doFinal(privateKey.getEncoded());
      // the standard's name for the scheme, which the cipher's own name is a special case of
      AlgorithmParameters scheme = AlgorithmParameters.getInstance("PBES2");
      scheme.init(cipher.getParameters().getEncoded());
      return Pem.write(SEALED, new EncryptedPrivateKeyInfo(scheme, sealed).getEncoded());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK encrypts PKCS#8", e);
    }
  }

  /// The public half.
  public PublicKeyText publicKey() {
    return publicKey;
  }

  /// The id of the public half.
  public KeyId id() {
    return publicKey.id();
  }

  /// The signature over these bytes, DER form.
  public byte[] sign(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(privateKey);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a P-256 key signs", e);
    }
  }

  @Override
  public String toString() {
    return "SigningKey[" + id() + "]";
  }
}
