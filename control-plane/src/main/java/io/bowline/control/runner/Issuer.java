package io.bowline.control.runner;

import io.bowline.model.identity.Identity;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;

/// Certifies keys; what the identity room gives to this one.
public interface Issuer {
  /// The trust domain of all identities.
  String trustDomain();

  /// The key of a signing request, after its signature showed that the asker holds it.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  PublicKey requested(byte[] csr);

  X509Certificate certify(PublicKey key, Identity identity, Duration life);
}
