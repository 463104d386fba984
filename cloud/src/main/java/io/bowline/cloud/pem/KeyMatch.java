package io.bowline.cloud.pem;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/// Whether a private key is the one that a certificate is about.
public enum KeyMatch {
  FITS,
  /// There is no private key in PEM.
  NO_KEY,
  /// There is one, and it takes a passphrase to open it.
  ENCRYPTED,
  /// Trying it costs more than it is worth.
  TOO_LARGE,
  /// It is the key of something else.
  OTHER;

  /// The longest RSA key that is tried.
  public static final int MOST_BITS = 8192;

  // the JDK's own does not read every way in which keys on curves are written
  private static final Provider PROVIDER = new BouncyCastleProvider();

  /// Looks at both.
  public static KeyMatch of(X509Certificate certificate, String key) {
    var certified = SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
    return switch (parsed(key)) {
      case PEMKeyPair pair -> tried(certified, pair.getPrivateKeyInfo());
      case PrivateKeyInfo info -> tried(certified, info);
      case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ -> ENCRYPTED;
      case null, default -> NO_KEY;
    };
  }

  /// The key itself, of a text that fits.
  ///
  /// @throws GeneralSecurityException when it holds none that can be read
  public static PrivateKey key(String pem) throws GeneralSecurityException {
    PrivateKeyInfo info =
        switch (parsed(pem)) {
          case PEMKeyPair pair -> pair.getPrivateKeyInfo();
          case PrivateKeyInfo plain -> plain;
          case null, default -> throw new InvalidKeyException("no private key in PEM");
        };
    try {
      return new JcaPEMKeyConverter().setProvider(PROVIDER).getPrivateKey(info);
    } catch (IOException e) {
      throw new InvalidKeyException("no private key that is known", e);
    }
  }

  private static @Nullable Object parsed(String pem) {
    try (var parser = new PEMParser(new StringReader(pem))) {
      Object read = parser.readObject();
      // keys on curves are written with their parameters in front
      return read instanceof ASN1ObjectIdentifier ? parser.readObject() : read;
    } catch (IOException | RuntimeException e) {
      // whatever a parser makes of bytes from a stranger, it is no key
      return null;
    }
  }

  private static KeyMatch tried(SubjectPublicKeyInfo certified, PrivateKeyInfo info) {
    try {
      var keys = new JcaPEMKeyConverter().setProvider(PROVIDER);
      PrivateKey key = keys.getPrivateKey(info);
      PublicKey known = keys.getPublicKey(certified);
      if (known instanceof RSAKey rsa && rsa.getModulus().bitLength() > MOST_BITS) {
        return TOO_LARGE;
      }
      byte[] probe = "bowline".getBytes(StandardCharsets.UTF_8);
      Signature signature = Signature.getInstance(algorithm(known), PROVIDER);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      signature.update(probe);
      return signature.verify(signed) ? FITS : OTHER;
    } catch (IOException | GeneralSecurityException e) {
      return OTHER;
    }
  }

  private static String algorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC", "ECDSA" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }
}
