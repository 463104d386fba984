package io.bowline.sso;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What providers say of themselves, and their keys, kept for a while. A key that is not known is
/// asked for at once, since providers change theirs, but not more than once a minute, since tokens
/// can name whatever key their maker likes.
final class Directory {
  private static final Duration FACTS_LAST = Duration.ofMinutes(15);
  private static final Duration KEYS_LAST = Duration.ofHours(1);
  private static final Duration BETWEEN = Duration.ofMinutes(1);
  private static final int MOST = 1000;
  private static final int LEAST_RSA_BITS = 2048;

  private final Line line;
  private final InstantSource clock;
  private final Map<IssuerAddress, Kept<Facts>> facts = new ConcurrentHashMap<>();
  private final Map<URI, Kept<JWKSet>> keys = new ConcurrentHashMap<>();

  Directory(Line line, InstantSource clock) {
    this.line = line;
    this.clock = clock;
  }

  private record Kept<T>(T value, Instant since) {
    boolean isYounger(Duration age, Instant now) {
      return now.isBefore(since.plus(age));
    }
  }

  /// What a provider says of itself.
  Facts facts(IssuerAddress issuer) throws ProviderFailure {
    Kept<Facts> known = facts.get(issuer);
    return known != null && known.isYounger(FACTS_LAST, clock.instant())
        ? known.value()
        : freshFacts(issuer);
  }

  /// The same, asked now.
  Facts freshFacts(IssuerAddress issuer) throws ProviderFailure {
    return keep(facts, issuer, Facts.read(issuer, line.get(issuer.discovery())));
  }

  private <K, V> V keep(Map<K, Kept<V>> where, K key, V value) {
    if (where.size() >= MOST) {
      where.clear();
    }
    where.put(key, new Kept<>(value, clock.instant()));
    return value;
  }

  /// The keys that a token may be signed with that says this of itself.
  List<JWK> keys(Facts provider, JWSHeader header) throws ProviderFailure {
    Kept<JWKSet> known = keys.get(provider.keys());
    Instant now = clock.instant();
    if (known == null || !known.isYounger(KEYS_LAST, now)) {
      return matching(freshKeys(provider), header);
    }
    List<JWK> found = matching(known.value(), header);
    return found.isEmpty() && !known.isYounger(BETWEEN, now)
        ? matching(freshKeys(provider), header)
        : found;
  }

  private JWKSet freshKeys(Facts provider) throws ProviderFailure {
    HTTPResponse answer = line.get(provider.keys());
    String body = answer.getBody();
    if (answer.getStatusCode() != HTTPResponse.SC_OK || body == null) {
      throw new ProviderFailure(
          "The identity provider does not show its keys: status %d."
              .formatted(answer.getStatusCode()));
    }
    try {
      return keep(keys, provider.keys(), JWKSet.parse(body));
    } catch (ParseException e) {
      throw new ProviderFailure("What the identity provider shows as its keys is none.", e);
    }
  }

  private static List<JWK> matching(JWKSet set, JWSHeader header) {
    return new JWKSelector(JWKMatcher.forJWSHeader(header))
        .select(set).stream().filter(Directory::isStrong).toList();
  }

  private static boolean isStrong(JWK key) {
    return !(key instanceof RSAKey) || key.size() >= LEAST_RSA_BITS;
  }
}
