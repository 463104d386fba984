package io.bowline.control.identity;

import io.bowline.model.identity.Identity;
import jakarta.inject.Singleton;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Reads who a client is from the certificate that TLS has verified, and from nothing else.
@Singleton
public final class ClientIdentities {
  private static final int URI = 6;
  private final String trustDomain;

  public ClientIdentities(IdentitySettings settings) {
    this.trustDomain = settings.trustDomain();
  }

  /// The identity of a connection's other end; empty when it showed no certificate, or one that
  /// names nobody of this trust domain.
  public Optional<Identity> of(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate leaf
          ? of(leaf)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  private Optional<Identity> of(X509Certificate leaf) {
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      if (names == null || names.size() != 1) {
        return Optional.empty();
      }
      List<?> name = names.iterator().next();
      return Integer.valueOf(URI).equals(name.get(0))
          ? Optional.of(Identity.parse(String.valueOf(name.get(1))))
              .filter(found -> found.trustDomain().equals(trustDomain))
          : Optional.empty();
    } catch (CertificateParsingException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
