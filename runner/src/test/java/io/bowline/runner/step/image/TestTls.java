package io.bowline.runner.step.image;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate of 127.0.0.1 of a test's own.
///
/// @param server shows it
/// @param client trusts it, and nothing else
record TestTls(X509KeyManager server, SSLContext client) {
  private static final char[] NONE = new char[0];

  static TestTls make() throws IOException, GeneralSecurityException, OperatorException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair key = generator.generateKeyPair();
    X509Certificate certificate = certificate(key);
    return new TestTls(showing(key, certificate), trusting(certificate));
  }

  SSLContext listening() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new X509KeyManager[] {server}, null, null);
    return context;
  }

  @SuppressWarnings("JavaUtilDate")
  private static X509Certificate certificate(KeyPair key)
      throws IOException, GeneralSecurityException, OperatorException {
    var name = new X500Name("CN=registry");
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofDays(1))),
            name,
            key.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static X509KeyManager showing(KeyPair key, X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NONE);
    store.setKeyEntry("server", key.getPrivate(), NONE, new X509Certificate[] {certificate});
    var managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, NONE);
    return (X509KeyManager) managers.getKeyManagers()[0];
  }

  private static SSLContext trusting(X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NONE);
    store.setCertificateEntry("server", certificate);
    var managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
