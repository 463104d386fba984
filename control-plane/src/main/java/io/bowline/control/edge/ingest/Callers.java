package io.bowline.control.edge.ingest;

import io.bowline.model.identity.Identity;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Who sends: read from the certificate that TLS has verified, and from nothing else.
///
/// @param trustDomain the only one that is admitted
/// @param admitted whether this certificate of this holder still counts (revocation)
record Callers(String trustDomain, BiPredicate<Identity, X509Certificate> admitted) {
  private static final int URI = 6;

  Optional<Identity> of(HttpServerRequest request) {
    SSLSession session = request.sslSession();
    if (session == null) {
      return Optional.empty();
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate leaf
          ? identity(leaf)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  Optional<Identity> identity(X509Certificate leaf) {
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      if (names == null || names.size() != 1) {
        return Optional.empty();
      }
      List<?> name = names.iterator().next();
      if (!Integer.valueOf(URI).equals(name.get(0))) {
        return Optional.empty();
      }
      Identity identity = Identity.parse(String.valueOf(name.get(1)));
      return identity.trustDomain().equals(trustDomain) && admitted.test(identity, leaf)
          ? Optional.of(identity)
          : Optional.empty();
    } catch (CertificateParsingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
