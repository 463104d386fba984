package io.bowline.cloud.kubeconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate that signs itself, with its key.
record TestCertificate(String certificate, String key) {
  private static final Provider PROVIDER = new BouncyCastleProvider();
  private static final X500Principal NAME = new X500Principal("CN=somebody");

  /// One with a key of a kind: `EC`, `RSA`, `Ed25519`.
  static TestCertificate of(String kind, Instant from, Instant until) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(kind, PROVIDER).generateKeyPair();
      String algorithm =
          switch (kind) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> kind;
          };
      var built =
          new JcaX509v3CertificateBuilder(
                  NAME, BigInteger.ONE, Date.from(from), Date.from(until), NAME, pair.getPublic())
              .build(
                  new JcaContentSignerBuilder(algorithm)
                      .setProvider(PROVIDER)
                      .build(pair.getPrivate()));
      return new TestCertificate(pem(built), pem(pair.getPrivate()));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(Object thing) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(thing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// As a kubeconfig holds it.
  static String data(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(UTF_8));
  }
}
