package io.bowline.control.runner;

import io.bowline.control.identity.Authority;
import io.bowline.control.identity.ServerTls;
import io.bowline.control.identity.SigningRequest;
import io.bowline.model.identity.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;

/// The issuing CA of this control plane.
@ApplicationScoped
public class AuthorityIssuer implements Issuer {
  private final Authority authority;
  private final String trustDomain;

  public AuthorityIssuer(Authority authority, ServerTls tls) {
    this.authority = authority;
    this.trustDomain = tls.trustDomain();
  }

  @Override
  public String trustDomain() {
    return trustDomain;
  }

  @Override
  public PublicKey requested(byte[] csr) {
    return SigningRequest.parse(csr).key();
  }

  @Override
  public X509Certificate certify(PublicKey key, Identity identity, Duration life) {
    return authority.certify(key, identity, life);
  }
}
