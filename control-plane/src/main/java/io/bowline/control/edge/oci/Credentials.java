package io.bowline.control.edge.oci;

import io.bowline.control.artifact.Credential;
import io.bowline.control.artifact.Passes;
import io.bowline.control.artifact.Presented;
import io.bowline.control.identity.ClientIdentities;
import io.bowline.control.secret.Secret;
import io.bowline.model.identity.Identity;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What a request proves itself with: `Authorization`, else the client certificate that TLS has
/// verified.
record Credentials(ClientIdentities identities) {
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

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
    return Optional.ofNullable(request.sslSession()).flatMap(identities::of);
  }
}
