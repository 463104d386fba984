package io.bowline.control.domain.certificate;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate for some names by an authority in between, and that by one above.
///
/// @param pems of the leaf, the one in between and the root
/// @param key of the leaf
public record TestChain(List<String> pems, String key) {
  /// What a certificate is like.
  ///
  /// @param bits of an RSA key; 0 for one on a curve
  public record Kind(List<String> names, Instant from, Instant until, int bits, boolean client) {
    /// A good one.
    public static Kind of(String... names) {
      Instant now = Instant.now();
      return new Kind(
          List.of(names), now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(90)), 0, false);
    }

    Kind between(Instant start, Instant end) {
      return new Kind(names, start, end, bits, client);
    }

    /// One that ends then.
    public Kind until(Instant end) {
      return new Kind(names, from, end, bits, client);
    }

    Kind rsa(int length) {
      return new Kind(names, from, until, length, client);
    }

    Kind forClients() {
      return new Kind(names, from, until, bits, true);
    }
  }

  /// One for a domain and the names right below it.
  public static TestChain of(String domain) {
    return of(Kind.of(domain, "*." + domain));
  }

  public static TestChain of(Kind kind) {
    try {
      KeyPair root = pair(0);
      KeyPair between = pair(0);
      KeyPair leaf = pair(kind.bits());
      Kind authority = Kind.of();
      return new TestChain(
          List.of(
              certificate("CN=leaf", leaf, "CN=between", between, kind, false),
              certificate("CN=between", between, "CN=root", root, authority, true),
              certificate("CN=root", root, "CN=root", root, authority, true)),
          // as openssl writes it; the PEM writer would leave out on which curve it is
          "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
              .formatted(Base64.getMimeEncoder().encodeToString(leaf.getPrivate().getEncoded())));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(bits == 0 ? "EC" : "RSA");
    generator.initialize(bits == 0 ? 256 : bits);
    return generator.generateKeyPair();
  }

  private static String certificate(
      String subject, KeyPair pair, String issuer, KeyPair by, Kind kind, boolean authority)
      throws OperatorCreationException, IOException {
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Principal(issuer),
            BigInteger.valueOf(Math.floorMod(subject.hashCode(), 1_000) + 1L),
            Date.from(kind.from()),
            Date.from(kind.until()),
            new X500Principal(subject),
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (!kind.names().isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              kind.names().stream()
                  .map(name -> new GeneralName(GeneralName.dNSName, name))
                  .toArray(GeneralName[]::new)));
    }
    if (kind.client()) {
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    }
    return pem(
        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
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

  /// The leaf and the one in between, as servers present them.
  public String chain() {
    return at(0, 1);
  }

  /// Some of them, in an order.
  public String at(int... places) {
    var some = new ArrayList<String>();
    for (int place : places) {
      some.add(pems.get(place));
    }
    return String.join("", some);
  }

  /// Those of two, one after the other.
  static String both(TestChain one, TestChain other) {
    return String.join("", Stream.of(one.pems.getFirst(), other.pems.getFirst()).toList());
  }
}
