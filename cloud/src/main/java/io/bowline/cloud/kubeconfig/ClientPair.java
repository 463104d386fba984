package io.bowline.cloud.kubeconfig;

import io.bowline.cloud.pem.KeyMatch;
import io.bowline.cloud.pem.PemCertificates;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;

/// Whether a client certificate and a key belong together.
sealed interface ClientPair {
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
      certificate = PemCertificates.read(chain).getFirst();
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
    return switch (KeyMatch.of(certificate, key)) {
      case FITS -> new Fits(until);
      case NO_KEY -> new Unfit("client-key-data", "holds no private key in PEM");
      case ENCRYPTED -> new Unfit("client-key-data", "is encrypted; give it without a passphrase");
      case TOO_LARGE ->
          new Unfit("client-key-data", "is larger than %d bits".formatted(KeyMatch.MOST_BITS));
      case OTHER -> new Unfit("client-key-data", "does not belong to client-certificate-data");
    };
  }
}
