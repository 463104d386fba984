package io.bowline.control.identity;

import io.bowline.control.runner.Issuer;
import io.bowline.model.identity.Identity;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;

/// Certifies nobody: for tests whose runners are enrolled already.
public final class TestIssuer implements Issuer {
  @Override
  public String trustDomain() {
    return "bowline.test";
  }

  @Override
  public PublicKey requested(byte[] csr) {
    throw new IllegalArgumentException("nobody enrolls here");
  }

  @Override
  public X509Certificate certify(PublicKey key, Identity identity, Duration life) {
    throw new IllegalArgumentException("nobody enrolls here");
  }
}
