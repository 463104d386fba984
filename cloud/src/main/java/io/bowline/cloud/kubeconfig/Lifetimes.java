package io.bowline.cloud.kubeconfig;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cloud.pem.PemCertificates;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Until when tokens and certificates are good, as they say themselves.
final class Lifetimes {
  private static final int MOST_AUTHORITIES = 200;
  private static final long FARTHEST_SECOND =
      Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build());
  }

  private Lifetimes() {}

  /// The end of a JSON Web Token; empty for a token that is none, or that has none. Its signature
  /// is the cluster's to judge.
  static Optional<Instant> ofToken(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode end = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp");
      return end.isNumber() && Math.abs(end.doubleValue()) < FARTHEST_SECOND
          ? Optional.of(Instant.ofEpochSecond(end.longValue()))
          : Optional.empty();
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }

  /// What is wrong with the certificates of authorities, if anything.
  static Optional<String> authoritiesComplaint(String pem, Instant now) {
    List<X509Certificate> all;
    try {
      all = PemCertificates.read(pem);
    } catch (CertificateException e) {
      return Optional.of("holds no certificates in PEM");
    }
    if (all.size() > MOST_AUTHORITIES) {
      return Optional.of("holds more than %d certificates".formatted(MOST_AUTHORITIES));
    }
    return all.stream().allMatch(each -> each.getNotAfter().toInstant().isBefore(now))
        ? Optional.of("holds only certificates that are expired")
        : Optional.empty();
  }
}
