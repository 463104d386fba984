package io.bowline.control.edge.grpc;

import io.bowline.model.identity.Identity;
import java.math.BigInteger;
import java.net.Socket;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Certificates that a forger makes.
final class SelfMade {
  private SelfMade() {}

  static X509Certificate like(Identity identity, KeyPair key) {
    return like(LinkBench.AUTHORITY.bundle().getFirst(), identity, key);
  }

  /// Names whom it likes, and our CA as its issuer, but is signed by another key.
  @SuppressWarnings("JavaUtilDate")
  static X509Certificate like(X509Certificate authority, Identity identity, KeyPair key) {
    Instant now = Clock.systemUTC().instant();
    var issuer = new X500Name(authority.getSubjectX500Principal().getName());
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.TWO,
            Date.from(now.minusSeconds(60)),
            Date.from(now.plus(Duration.ofHours(1))),
            new X500Name("CN=forged"),
            key.getPublic());
    try {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, identity.uri())));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      var signer =
          new JcaContentSignerBuilder("SHA256withECDSA").build(TestRunner.newKey().getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (CertIOException | OperatorCreationException | CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  /// For a listener that never gets to a handshake.
  static X509ExtendedKeyManager keys() {
    return new X509ExtendedKeyManager() {
      @Override
      public String[] getClientAliases(String type, Principal[] issuers) {
        return new String[0];
      }

      @Override
      public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return "";
      }

      @Override
      public String[] getServerAliases(String type, Principal[] issuers) {
        return new String[0];
      }

      @Override
      public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return "";
      }

      @Override
      public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return "";
      }

      @Override
      public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[0];
      }

      @Override
      public PrivateKey getPrivateKey(String alias) {
        return null;
      }
    };
  }
}
