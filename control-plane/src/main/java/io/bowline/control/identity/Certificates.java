package io.bowline.control.identity;

import io.bowline.model.identity.Identity;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Builds certificates: elliptic curve P-256, SHA-256, random serial numbers.
@Singleton
public final class Certificates {
  /// Clocks differ: a certificate is good from a little before it was made.
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final int SERIAL_BITS = 128;
  private static final KeyPurposeId DOCUMENTS =
      KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36"));

  private final InstantSource clock;
  private final SecureRandom random;

  public Certificates(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no P-256", e);
    }
  }

  X509Certificate selfSigned(KeyPair pair, Duration life) {
    X500Name name = named("Bowline issuing CA " + serial().toString(36).substring(0, 8));
    return sign(
        builder(name, name, pair.getPublic(), life),
        pair.getPrivate(),
        extensions -> {
          extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
          extensions.addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
          extensions.addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        });
  }

  X509Certificate client(IssuingCa ca, PublicKey key, Identity identity, Duration life) {
    GeneralName uri = new GeneralName(GeneralName.uniformResourceIdentifier, identity.uri());
    return leaf(
        ca,
        builder(subject(ca), named(identity.holder().toString()), key, life),
        KeyPurposeId.id_kp_clientAuth,
        new GeneralNames(uri));
  }

  X509Certificate server(IssuingCa ca, PublicKey key, List<String> names, Duration life) {
    GeneralName[] all = names.stream().map(Certificates::generalName).toArray(GeneralName[]::new);
    return leaf(
        ca,
        builder(subject(ca), named(names.getFirst()), key, life),
        KeyPurposeId.id_kp_serverAuth,
        new GeneralNames(all));
  }

  /// For a key that signs documents, and nothing else (RFC 9336).
  X509Certificate documents(IssuingCa ca, PublicKey key, String subject, Duration life) {
    GeneralName uri =
        new GeneralName(GeneralName.uniformResourceIdentifier, "urn:bowline:" + subject);
    return leaf(
        ca, builder(subject(ca), named(subject), key, life), DOCUMENTS, new GeneralNames(uri));
  }

  private static GeneralName generalName(String name) {
    boolean address = name.contains(":") || name.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private X509Certificate leaf(
      IssuingCa ca, X509v3CertificateBuilder builder, KeyPurposeId purpose, GeneralNames names) {
    return sign(
        builder,
        ca.key(),
        extensions -> {
          JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
          extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
          extensions.addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
          extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
          extensions.addExtension(Extension.subjectAlternativeName, false, names);
          extensions.addExtension(
              Extension.authorityKeyIdentifier,
              false,
              ids.createAuthorityKeyIdentifier(ca.certificate()));
        });
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Duration life) {
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        issuer, serial(), Date.from(now.minus(SKEW)), Date.from(now.plus(life)), subject, key);
  }

  private static X500Name subject(IssuingCa ca) {
    return X500Name.getInstance(ca.certificate().getSubjectX500Principal().getEncoded());
  }

  private static X500Name named(String commonName) {
    return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
  }

  private BigInteger serial() {
    return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
  }

  private interface Extensions {
    void addTo(X509v3CertificateBuilder builder) throws IOException, GeneralSecurityException;
  }

  private static X509Certificate sign(
      X509v3CertificateBuilder builder, PrivateKey key, Extensions extensions) {
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      extensions.addTo(builder);
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("a certificate could not be made", e);
    }
  }
}
