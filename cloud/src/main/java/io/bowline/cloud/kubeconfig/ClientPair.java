package io.bowline.cloud.kubeconfig;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
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

/// Whether a client certificate and a key belong together.
sealed interface ClientPair {
  /// Larger ones cost more to try than they are worth.
  int MOST_BITS = 8192;

  /// The JDK's own does not read every way in which keys on curves are written.
  Provider PROVIDER = new BouncyCastleProvider();

  /// They do.
  record Fits(Instant expires) implements ClientPair {}

  /// They do not.
  ///
  /// @param key of the kubeconfig that is at fault
  record Unfit(String key, String why) implements ClientPair {}

  /// Looks at both.
  static ClientPair read(String chain, String key, Instant now) {
    X509Certificate certificate;
    try {
      certificate = Lifetimes.certificates(chain).getFirst();
    } catch (CertificateException e) {
      return new Unfit("client-certificate-data", "holds no certificate in PEM");
    }
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (until.isBefore(now)) {
      return new Unfit("client-certificate-data", "expired at " + until);
    }
    if (from.isAfter(now)) {
      return new Unfit("client-certificate-data", "is good only from " + from);
    }
    var certified = SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
    return switch (parsed(key)) {
      case PEMKeyPair pair -> fit(certified, pair.getPrivateKeyInfo(), until);
      case PrivateKeyInfo info -> fit(certified, info, until);
      case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
          new Unfit("client-key-data", "is encrypted; give it without a passphrase");
      case null, default -> new Unfit("client-key-data", "holds no private key in PEM");
    };
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

  private static ClientPair fit(
      SubjectPublicKeyInfo certified, PrivateKeyInfo info, Instant until) {
    try {
      var keys = new JcaPEMKeyConverter().setProvider(PROVIDER);
      PrivateKey key = keys.getPrivateKey(info);
      PublicKey known = keys.getPublicKey(certified);
      if (known instanceof RSAKey rsa && rsa.getModulus().bitLength() > MOST_BITS) {
        return new Unfit("client-key-data", "is larger than %d bits".formatted(MOST_BITS));
      }
      byte[] probe = "bowline".getBytes(StandardCharsets.UTF_8);
      Signature signature = Signature.getInstance(algorithm(known), PROVIDER);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      signature.update(probe);
      return signature.verify(signed)
          ? new Fits(until)
          : new Unfit("client-key-data", "does not belong to client-certificate-data");
    } catch (IOException | GeneralSecurityException e) {
      return new Unfit("client-key-data", "does not belong to client-certificate-data");
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
