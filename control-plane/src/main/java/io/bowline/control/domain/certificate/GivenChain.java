package io.bowline.control.domain.certificate;

import io.bowline.cloud.Complaint;
import io.bowline.cloud.pem.KeyMatch;
import io.bowline.cloud.pem.PemCertificates;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/// A certificate and those that lead from it towards an authority.
///
/// @param certificates the leaf first, each signed by the one after it
public record GivenChain(List<X509Certificate> certificates) {
  private static final int MOST = 10;
  private static final int LONGEST = 64 * 1024;
  private static final int FEWEST_BITS = 2048;
  private static final int DNS_NAME = 2;
  private static final String FOR_SERVERS = "1.3.6.1.5.5.7.3.1";
  private static final String FOR_ANYTHING = "2.5.29.37.0";

  public GivenChain {
    certificates = List.copyOf(certificates);
  }

  /// Reads a chain that was looked at before.
  public static GivenChain known(String pem) {
    try {
      return new GivenChain(PemCertificates.read(pem));
    } catch (CertificateException e) {
      throw new IllegalStateException("a kept certificate that is none", e);
    }
  }

  /// What came of reading a chain.
  public sealed interface Reading {
    /// It is one for the domain.
    record Good(GivenChain chain) implements Reading {}

    /// It is none.
    record Refused(Complaint complaint) implements Reading {}
  }

  /// Reads a chain, and looks whether it is good for a domain and the names right below it.
  public static Reading read(String pem, String domain, Instant now) {
    if (pem.length() > LONGEST) {
      return refused("is longer than %d characters.".formatted(LONGEST));
    }
    if (pem.contains("PRIVATE KEY")) {
      return refused("holds a private key, which everybody here would see. Send it as tls_key.");
    }
    GivenChain chain;
    try {
      chain = new GivenChain(PemCertificates.read(pem));
    } catch (CertificateException e) {
      return refused("holds no certificate in PEM.");
    }
    return chain
        .linkComplaint()
        .or(() -> chain.strengthComplaint())
        .or(() -> chain.timeComplaint(now))
        .or(() -> chain.useComplaint(domain))
        .map(GivenChain::refused)
        .orElseGet(() -> new Reading.Good(chain));
  }

  private static Reading refused(String why) {
    return new Reading.Refused(new Complaint("tls_cert", why));
  }

  private Optional<String> linkComplaint() {
    if (certificates.size() > MOST) {
      return Optional.of("holds more than %d certificates.".formatted(MOST));
    }
    for (int at = 0; at + 1 < certificates.size(); at++) {
      if (!isSignedBy(certificates.get(at), certificates.get(at + 1))) {
        return Optional.of(
            ("is out of order: certificate %d was not signed by certificate %d. Put the domain's own"
                    + " first, and after each the one that signed it.")
                .formatted(at + 1, at + 2));
      }
    }
    return Optional.empty();
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate by) {
    if (!certificate.getIssuerX500Principal().equals(by.getSubjectX500Principal())
        || by.getBasicConstraints() < 0) {
      return false;
    }
    try {
      certificate.verify(by.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private Optional<String> strengthComplaint() {
    for (X509Certificate each : certificates) {
      String algorithm = each.getSigAlgName().toUpperCase(Locale.ROOT);
      boolean signsItself = each.getSubjectX500Principal().equals(each.getIssuerX500Principal());
      if (!signsItself && (algorithm.startsWith("SHA1") || algorithm.startsWith("MD"))) {
        return Optional.of("is signed with %s, which nobody accepts.".formatted(algorithm));
      }
      if (each.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < FEWEST_BITS) {
        return Optional.of("has a key of fewer than %d bits.".formatted(FEWEST_BITS));
      }
    }
    return Optional.empty();
  }

  private Optional<String> timeComplaint(Instant now) {
    for (X509Certificate each : certificates) {
      if (each.getNotAfter().toInstant().isBefore(now)) {
        return Optional.of("expired at " + each.getNotAfter().toInstant() + ". Send a newer one.");
      }
      if (each.getNotBefore().toInstant().isAfter(now)) {
        return Optional.of("is good only from " + each.getNotBefore().toInstant() + ".");
      }
    }
    return Optional.empty();
  }

  private Optional<String> useComplaint(String domain) {
    if (leaf().getBasicConstraints() >= 0) {
      return Optional.of(
          "begins with the certificate of an authority. Put the domain's own first.");
    }
    if (!isForServers()) {
      return Optional.of("is not meant for servers.");
    }
    List<String> names = names();
    for (String needed : List.of(domain, "*." + domain)) {
      if (!names.contains(needed)) {
        return Optional.of(
            "is for %s, and not for %s. It has to be for %s and *.%s."
                .formatted(listed(names), needed, domain, domain));
      }
    }
    return Optional.empty();
  }

  private static String listed(List<String> names) {
    int shown = Math.min(names.size(), 5);
    return names.isEmpty()
        ? "no name"
        : String.join(", ", names.subList(0, shown)) + (names.size() > shown ? ", …" : "");
  }

  private boolean isForServers() {
    try {
      List<String> uses = leaf().getExtendedKeyUsage();
      return uses == null || uses.contains(FOR_SERVERS) || uses.contains(FOR_ANYTHING);
    } catch (CertificateException e) {
      return false;
    }
  }

  /// Whether a key is that of the leaf.
  public KeyMatch match(String key) {
    return KeyMatch.of(leaf(), key);
  }

  /// The domain's own certificate.
  public X509Certificate leaf() {
    return certificates.getFirst();
  }

  /// The names that the leaf is for; what stands in its subject counts no more.
  public List<String> names() {
    var names = new TreeSet<String>();
    try {
      var alternatives = leaf().getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> each : alternatives) {
          if (each.getFirst().equals(DNS_NAME)) {
            names.add(each.get(1).toString().toLowerCase(Locale.ROOT));
          }
        }
      }
      return List.copyOf(names);
    } catch (CertificateException e) {
      return List.of();
    }
  }

  /// When the first of them ends.
  public Instant until() {
    return certificates.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /// The certificates and nothing else of what was sent.
  public String pem() {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      for (X509Certificate each : certificates) {
        writer.writeObject(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text that cannot be written to", e);
    }
    return text.toString();
  }
}
