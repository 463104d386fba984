package io.bowline.cloud.form;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/// A private RSA key out of PEM.
///
/// @param pair the numbers
final record RsaKey(RSAPrivateKey pair) {
  private static final int FEWEST_BITS = 2048;
  private static final int MOST_BITS = 8192;
  private static final BigInteger MOST_ROUNDS = BigInteger.valueOf(100_000);
  private static final String WANTED =
      "must be a private RSA key in PEM: -----BEGIN PRIVATE KEY----- and so on, with its line"
          + " breaks.";

  /// Reads a key.
  ///
  /// @throws KeyRefused when it is something else, too small, or does not open
  static RsaKey read(String pem, Optional<String> passphrase) throws KeyRefused {
    PrivateKeyInfo info = opened(parsed(pem), passphrase);
    if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
      throw KeyRefused.key("is not an RSA key. Create an RSA key with 2048 bits or more.");
    }
    try {
      return checked(RSAPrivateKey.getInstance(info.parsePrivateKey()));
    } catch (IOException | IllegalArgumentException e) {
      throw KeyRefused.key(WANTED);
    }
  }

  private static @Nullable Object parsed(String pem) throws KeyRefused {
    try (var parser = new PEMParser(new StringReader(pem))) {
      return parser.readObject();
    } catch (IOException | RuntimeException e) {
      // whatever a parser makes of bytes from a stranger, it is no key
      throw KeyRefused.key(WANTED);
    }
  }

  private static PrivateKeyInfo opened(@Nullable Object read, Optional<String> passphrase)
      throws KeyRefused {
    return switch (read) {
      case PEMKeyPair pair -> pair.getPrivateKeyInfo();
      case PrivateKeyInfo info -> info;
      case PEMEncryptedKeyPair pair -> decrypted(pair, needed(passphrase));
      case PKCS8EncryptedPrivateKeyInfo info -> decrypted(info, needed(passphrase));
      case SubjectPublicKeyInfo _ ->
          throw KeyRefused.key("is the public half. Send the private one.");
      case null, default -> throw KeyRefused.key(WANTED);
    };
  }

  private static char[] needed(Optional<String> passphrase) throws KeyRefused {
    return passphrase
        .orElseThrow(
            () -> KeyRefused.passphrase("is missing, and the private key is encrypted with one."))
        .toCharArray();
  }

  private static PrivateKeyInfo decrypted(PEMEncryptedKeyPair pair, char[] passphrase)
      throws KeyRefused {
    try {
      return pair.decryptKeyPair(
              new JcePEMDecryptorProviderBuilder()
                  .setProvider(new BouncyCastleProvider())
                  .build(passphrase))
          .getPrivateKeyInfo();
    } catch (IOException | RuntimeException e) {
      throw KeyRefused.passphrase("does not open the private key.");
    }
  }

  private static PrivateKeyInfo decrypted(PKCS8EncryptedPrivateKeyInfo info, char[] passphrase)
      throws KeyRefused {
    checkEffort(info);
    try {
      return info.decryptPrivateKeyInfo(
          new JceOpenSSLPKCS8DecryptorProviderBuilder()
              .setProvider(new BouncyCastleProvider())
              .build(passphrase));
    } catch (PKCSException | OperatorCreationException | RuntimeException e) {
      throw KeyRefused.passphrase("does not open the private key.");
    }
  }

  /// The file itself says how much work it is to open, so a stranger's may ask for hours.
  private static void checkEffort(PKCS8EncryptedPrivateKeyInfo info) throws KeyRefused {
    AlgorithmIdentifier scheme = info.toASN1Structure().getEncryptionAlgorithm();
    try {
      if (scheme.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
        KeyDerivationFunc derivation =
            PBES2Parameters.getInstance(scheme.getParameters()).getKeyDerivationFunc();
        if (derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)
            && PBKDF2Params.getInstance(derivation.getParameters())
                    .getIterationCount()
                    .compareTo(MOST_ROUNDS)
                <= 0) {
          return;
        }
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw KeyRefused.key(
        "is encrypted in a way that is not taken. Encrypt it with openssl pkcs8 -topk8 -v2 aes256,"
            + " or not at all.");
  }

  private static RsaKey checked(RSAPrivateKey key) throws KeyRefused {
    int bits = key.getModulus().bitLength();
    if (bits < FEWEST_BITS || bits > MOST_BITS) {
      throw KeyRefused.key(
          "has %d bits. Create an RSA key with 2048 to 8192 bits.".formatted(bits));
    }
    if (!key.getPrime1().multiply(key.getPrime2()).equals(key.getModulus())) {
      throw KeyRefused.key("is damaged: its numbers do not belong together. Send it anew.");
    }
    return new RsaKey(key);
  }

  /// The MD5 of the public half, as Oracle's console shows it.
  String fingerprint() {
    try {
      byte[] der =
          new SubjectPublicKeyInfo(
                  new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                  new RSAPublicKey(pair.getModulus(), pair.getPublicExponent()))
              .getEncoded();
      return HexFormat.ofDelimiter(":").formatHex(MessageDigest.getInstance("MD5").digest(der));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK cannot make a fingerprint", e);
    }
  }

  /// The key as the JDK signs with it.
  PrivateKey open() {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(
              new RSAPrivateCrtKeySpec(
                  pair.getModulus(),
                  pair.getPublicExponent(),
                  pair.getPrivateExponent(),
                  pair.getPrime1(),
                  pair.getPrime2(),
                  pair.getExponent1(),
                  pair.getExponent2(),
                  pair.getCoefficient()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK does not take an RSA key", e);
    }
  }

  @Override
  public String toString() {
    return "RsaKey[]";
  }
}
