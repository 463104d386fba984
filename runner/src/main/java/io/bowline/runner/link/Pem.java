package io.bowline.runner.link;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Keys and certificates as text.
final class Pem {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  static String write(List<X509Certificate> certificates) {
    var text = new StringWriter();
    for (X509Certificate certificate : certificates) {
      try {
        text.append(block("CERTIFICATE", certificate.getEncoded()));
      } catch (CertificateException e) {
        throw new IllegalArgumentException("a certificate that cannot be encoded", e);
      }
    }
    return text.toString();
  }

  static String write(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  static String write(PublicKey key) {
    return block("PUBLIC KEY", key.getEncoded());
  }

  /// Reads certificates in their order.
  ///
  /// @throws IllegalArgumentException when there is none or one is broken
  static List<X509Certificate> certificates(String text) {
    var read = new ArrayList<X509Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
      for (Certificate certificate : factory.generateCertificates(bytes)) {
        read.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not PEM certificates", e);
    }
    if (read.isEmpty()) {
      throw new IllegalArgumentException("no PEM certificate");
    }
    return List.copyOf(read);
  }

  /// Reads an elliptic-curve key (PKCS#8).
  ///
  /// @throws IllegalArgumentException when it is none
  static PrivateKey key(String text) {
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a PEM private key", e);
    }
  }

  /// Reads an elliptic-curve public key.
  ///
  /// @throws IllegalArgumentException when it is none
  static PublicKey publicKey(String text) {
    try {
      return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a PEM public key", e);
    }
  }

  private static byte[] der(String text) {
    String body = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return Base64.getDecoder().decode(body);
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(der), label);
  }
}
