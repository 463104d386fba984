package io.bowline.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.security.Key;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Judges ID tokens: whether the provider has signed this, for us, now, and for this attempt.
final class IdTokens {
  private static final Duration SKEW = Duration.ofMinutes(1);

  /// One that was made for this attempt is minutes old.
  private static final Duration OLDEST = Duration.ofMinutes(15);

  /// Managed identities' tokens are kept for them by their machine.
  private static final Duration LASTING = Duration.ofHours(25);

  private static final int LONGEST_SUBJECT = 255;

  private final Directory directory;
  private final InstantSource clock;

  IdTokens(Directory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// A token that is not to be believed.
  static final class Disbelieved extends Exception {
    private static final long serialVersionUID = 1L;

    Disbelieved(String why) {
      super(why, null, false, false);
    }

    /// Goes on after "The ID token".
    String why() {
      return String.valueOf(getMessage());
    }
  }

  /// What a token says, once it is believed.
  ///
  /// @param nonce that it must have been made for
  JWTClaimsSet judged(Facts provider, String clientId, String nonce, JWT token)
      throws ProviderFailure, Disbelieved {
    if (!(token instanceof SignedJWT signed)) {
      throw new Disbelieved("is not signed");
    }
    JWSAlgorithm algorithm = signed.getHeader().getAlgorithm();
    if (!provider.algorithms().contains(algorithm)) {
      throw new Disbelieved("is signed with what is not taken from this provider");
    }
    JWTClaimsSet said = verified(signed, directory.keys(provider, signed.getHeader()));
    check(said, provider, clientId);
    checkTimes(said);
    checkNonce(said, nonce);
    return said;
  }

  /// What the issuer says of somebody to an audience, once it is believed: a token that nobody was
  /// sent away for.
  JWTClaimsSet said(Facts issuer, String audience, SignedJWT token)
      throws ProviderFailure, Disbelieved {
    JWTClaimsSet said = signed(issuer, audience, token);
    checkTimes(said);
    return said;
  }

  /// The same of one that its holder may have had for a while, up to a day.
  JWTClaimsSet lasting(Facts issuer, String audience, SignedJWT token)
      throws ProviderFailure, Disbelieved {
    JWTClaimsSet said = signed(issuer, audience, token);
    checkTimes(said, LASTING);
    return said;
  }

  private JWTClaimsSet signed(Facts issuer, String audience, SignedJWT token)
      throws ProviderFailure, Disbelieved {
    if (!issuer.algorithms().contains(token.getHeader().getAlgorithm())) {
      throw new Disbelieved("is signed with what is not taken from this issuer");
    }
    JWTClaimsSet said = verified(token, directory.keys(issuer, token.getHeader()));
    if (!issuer.issuer().toString().equals(said.getIssuer())) {
      throw new Disbelieved("is of another issuer");
    }
    if (!said.getAudience().equals(List.of(audience))) {
      throw new Disbelieved("is not for this enrollment");
    }
    return said;
  }

  private static JWTClaimsSet verified(SignedJWT token, List<JWK> keys) throws Disbelieved {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null));
    processor.setJWSKeySelector(new Known(keys));
    processor.setJWTClaimsSetVerifier((claims, context) -> {}); // judged here, by our clock
    try {
      return processor.process(token, null);
    } catch (BadJWTException e) {
      throw new Disbelieved("has claims that cannot be read");
    } catch (BadJOSEException | JOSEException e) {
      throw new Disbelieved("is not signed by a key of the provider");
    }
  }

  private record Known(List<JWK> keys) implements JWSKeySelector<SecurityContext> {
    @Override
    public List<? extends Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context)
        throws KeySourceException {
      List<Key> found = new ArrayList<>();
      for (JWK key : keys) {
        if (key instanceof AsymmetricJWK pair) {
          try {
            found.add(pair.toPublicKey());
          } catch (JOSEException e) {
            throw new KeySourceException("a key of the provider cannot be used", e);
          }
        }
      }
      return found;
    }
  }

  private static void check(JWTClaimsSet said, Facts provider, String clientId) throws Disbelieved {
    if (!provider.issuer().toString().equals(said.getIssuer())) {
      throw new Disbelieved("is of another issuer");
    }
    List<String> audience = said.getAudience();
    if (!audience.contains(clientId)) {
      throw new Disbelieved("is for another client");
    }
    String party = text(said, "azp");
    if (said.getClaim("azp") == null ? audience.size() > 1 : !clientId.equals(party)) {
      throw new Disbelieved("was given to another client");
    }
    String subject = said.getSubject();
    if (subject == null || subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
      throw new Disbelieved("does not say whom it is about");
    }
  }

  private void checkTimes(JWTClaimsSet said) throws Disbelieved {
    checkTimes(said, OLDEST);
  }

  private void checkTimes(JWTClaimsSet said, Duration oldest) throws Disbelieved {
    Instant now = clock.instant();
    require(
        moment(said.getExpirationTime()).filter(end -> now.isBefore(end.plus(SKEW))), "is over");
    Optional<Instant> made = moment(said.getIssueTime());
    require(made.filter(since -> !since.isAfter(now.plus(SKEW))), "is of a time to come");
    require(made.filter(since -> now.isBefore(since.plus(oldest))), "is too old");
    if (said.getClaim("nbf") != null) {
      require(
          moment(said.getNotBeforeTime()).filter(start -> !start.isAfter(now.plus(SKEW))),
          "does not count yet");
    }
  }

  private static void require(Optional<Instant> there, String why) throws Disbelieved {
    if (there.isEmpty()) {
      throw new Disbelieved(why);
    }
  }

  private static Optional<Instant> moment(@Nullable Date date) {
    return Optional.ofNullable(date).map(Date::toInstant);
  }

  private static void checkNonce(JWTClaimsSet said, String nonce) throws Disbelieved {
    String given = text(said, "nonce");
    Predicate<String> same =
        text ->
            MessageDigest.isEqual(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                nonce.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    if (given == null || !same.test(given)) {
      throw new Disbelieved("was not made for this sign-in");
    }
  }

  private static @Nullable String text(JWTClaimsSet said, String claim) throws Disbelieved {
    try {
      return said.getStringClaim(claim);
    } catch (ParseException e) {
      throw new Disbelieved("has a claim %s that is no text".formatted(claim));
    }
  }
}
