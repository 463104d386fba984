package io.bowline.control.edge.oci;

import io.bowline.control.artifact.Credential;
import io.bowline.control.artifact.Passes;
import io.bowline.control.artifact.Presented;
import io.bowline.control.secret.Secret;
import io.bowline.model.identity.Identity;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// What a request proves itself with: `Authorization`, else the client certificate that TLS has
/// verified.
///
/// @param trustDomain the only one whose certificates count
record Credentials(String trustDomain) {
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";
  private static final int URI = 6;

  Presented of(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null || header.isBlank()) {
      return certificate(request)
          .<Presented>map(found -> new Presented.Directly(new Credential.Certificate(found)))
          .orElseGet(Presented.Nothing::new);
    }
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return bearer(Secret.of(header.substring(BEARER.length()).strip()));
    }
    return header.regionMatches(true, 0, BASIC, 0, BASIC.length())
        ? basic(header.substring(BASIC.length()).strip())
        : new Presented.Nothing();
  }

  private static Presented bearer(Secret text) {
    return Passes.looksLikeOne(text)
        ? new Presented.ByPass(text)
        : new Presented.Directly(new Credential.ApiToken(text));
  }

  /// The password is an API token; the user name says nothing.
  private static Presented basic(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      String password = pair.substring(pair.indexOf(':') + 1);
      return new Presented.Directly(new Credential.ApiToken(Secret.of(password)));
    } catch (IllegalArgumentException notBase64) {
      return new Presented.Nothing();
    }
  }

  private Optional<Identity> certificate(HttpServerRequest request) {
    SSLSession session = request.sslSession();
    if (session == null) {
      return Optional.empty();
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate leaf
          ? identity(leaf)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  private Optional<Identity> identity(X509Certificate leaf) {
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
