package io.bowline.control.identity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Certificates and keys as text, and back.
public final class Pem {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";
  private static final Pattern REQUEST =
      Pattern.compile(
          "-----BEGIN (NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\\s]*)"
              + "-----END (NEW )?CERTIFICATE REQUEST-----");
  private static final int LONGEST_REQUEST = 32 * 1024;

  private Pem() {}

  public static String ofCertificates(List<X509Certificate> certificates) {
    return certificates.stream().map(Pem::ofCertificate).collect(Collectors.joining());
  }

  private static String ofCertificate(X509Certificate certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + LINES.encodeToString(encoded(certificate))
        + "\n-----END CERTIFICATE-----\n";
  }

  /// Reads all certificates of a text.
  ///
  /// @throws IllegalArgumentException when there is no certificate in it
  public static List<X509Certificate> certificates(String pem) {
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("there is no certificate in it");
      }
      return found;
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not certificates in PEM: " + e.getMessage(), e);
    }
  }

  /// Reads a private key of PKCS#8 in PEM.
  ///
  /// @throws IllegalArgumentException when there is none in it
  public static PrivateKey privateKey(String pem) {
    int begin = pem.indexOf(KEY_BEGIN);
    int end = pem.indexOf(KEY_END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "there is no PKCS#8 private key in it (openssl pkcs8 -topk8 -nodes makes one)");
    }
    return privateKey(
        Base64.getMimeDecoder().decode(pem.substring(begin + KEY_BEGIN.length(), end)));
  }

  /// Reads an elliptic-curve or RSA key of PKCS#8.
  public static PrivateKey privateKey(byte[] pkcs8) {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    try {
      try {
        return KeyFactory.getInstance("EC").generatePrivate(spec);
      } catch (InvalidKeySpecException notElliptic) {
        return KeyFactory.getInstance("RSA").generatePrivate(spec);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("neither an EC nor an RSA private key", e);
    }
  }

  /// Reads a signing request as DER.
  ///
  /// @throws IllegalArgumentException when there is none in it
  public static byte[] request(String pem) {
    if (pem.length() > LONGEST_REQUEST) {
      throw new IllegalArgumentException("a signing request of more than 32 KiB");
    }
    Matcher found = REQUEST.matcher(pem);
    if (!found.find()) {
      throw new IllegalArgumentException(
          "there is no PKCS#10 request in PEM in it (openssl req -new makes one)");
    }
    return Base64.getMimeDecoder().decode(found.group(2));
  }

  /// SHA-256 of a certificate, as `AB:CD:...`.
  public static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.ofDelimiter(":")
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(encoded(certificate)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate that does not encode", e);
    }
  }
}
