package io.bowline.runner.link;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// A CA of a test's own.
final class TestAuthority {
  static final Identity IDENTITY =
      new Identity(
          "bowline.test",
          new OrgId(new UUID(1, 1)),
          new InstallId(new UUID(2, 2)),
          Identity.Role.RUNNER,
          new RunnerId(new UUID(3, 3)));
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private final KeyPair key = Keys.generate();
  private final X500Name name = new X500Name("CN=Test " + SERIAL.incrementAndGet());
  final X509Certificate certificate;

  TestAuthority(Instant now) {
    certificate =
        make(
            key.getPublic(),
            name,
            now,
            Duration.ofDays(1),
            true,
            new GeneralNames(new GeneralName[0]));
  }

  /// A server of `localhost`.
  X509Certificate server(PublicKey of) {
    return server(of, "127.0.0.1");
  }

  /// One that is reached by that address, too.
  X509Certificate server(PublicKey of, String address) {
    return make(
        of,
        new X500Name("CN=server"),
        certificate.getNotBefore().toInstant(),
        Duration.ofDays(365),
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, address)
            }));
  }

  /// What a request asks for, after its signature was checked.
  X509Certificate certify(Bytes csr, Instant now, Duration life) {
    try {
      var request = new JcaPKCS10CertificationRequest(csr.toArray());
      PublicKey requested = request.getPublicKey();
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(requested))) {
        throw new IllegalArgumentException("the request is not signed by its key");
      }
      if (request.getSubject().getRDNs().length > 0) {
        throw new IllegalArgumentException("the request names a subject");
      }
      return make(
          requested,
          new X500Name("CN=runner"),
          now,
          life,
          false,
          new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, IDENTITY.uri())));
    } catch (IOException | GeneralSecurityException | OperatorException | PKCSException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @SuppressWarnings("JavaUtilDate")
  private X509Certificate make(
      PublicKey of, X500Name subject, Instant now, Duration life, boolean ca, GeneralNames names) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(now),
              Date.from(now.plus(life)),
              subject,
              of);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (names.getNames().length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (IOException | GeneralSecurityException | OperatorException e) {
      throw new IllegalStateException(e);
    }
  }
}
