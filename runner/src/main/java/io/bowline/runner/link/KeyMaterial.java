package io.bowline.runner.link;

import io.bowline.model.identity.Identity;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// What proves who this runner is: key, certificate with its chain, and whom it believes.
///
/// @param chain leaf first
record KeyMaterial(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {
  private static final int URI_NAME = 6;

  KeyMaterial {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
  }

  X509Certificate leaf() {
    return chain.getFirst();
  }

  Instant ends() {
    return leaf().getNotAfter().toInstant();
  }

  /// How long the certificate lives in all.
  Duration life() {
    return Duration.between(leaf().getNotBefore().toInstant(), ends());
  }

  /// The moment when this part of the certificate's life is over.
  Instant at(double fraction) {
    return leaf().getNotBefore().toInstant().plusMillis((long) (life().toMillis() * fraction));
  }

  /// Who the certificate says this is.
  ///
  /// @throws IllegalArgumentException when it says nothing
  Identity identity() {
    try {
      Collection<List<?>> names = leaf().getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> name : names) {
          if (Integer.valueOf(URI_NAME).equals(name.get(0))) {
            return Identity.parse(String.valueOf(name.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      throw new IllegalArgumentException("the certificate's names cannot be read", e);
    }
    throw new IllegalArgumentException("the certificate names no identity");
  }

  /// Without the key.
  @Override
  public String toString() {
    return "KeyMaterial[ends=" + ends() + "]";
  }
}
