package io.bowline.runner.link;

import java.security.cert.CertificateException;

/// A server's certificate comes from somebody whom this runner was not told to believe.
final class UntrustedIssuer extends CertificateException {
  private static final long serialVersionUID = 1;

  private final String issuer;

  UntrustedIssuer(String issuer, CertificateException cause) {
    super("issued by " + issuer, cause);
    this.issuer = issuer;
  }

  /// As the certificate names it.
  String issuer() {
    return issuer;
  }
}
