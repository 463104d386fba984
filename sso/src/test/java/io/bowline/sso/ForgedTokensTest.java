package io.bowline.sso;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Tokens that somebody else would like us to believe. The first test shows that the same provider
/// and the same claims are believed when nobody tampers with them.
class ForgedTokensTest {
  private static final String STRANGE = "is not signed by a key of the provider";
  private static final TestProvider PROVIDER = new TestProvider();
  private static final IdentityProviders CLIENT = PROVIDER.client();
  private static final RSAKey STRANGER = TestProvider.key(TestProvider.KEY, 2048);
  private static final JWSHeader HONEST = header().build();

  private final Attempt attempt = Attempt.mint(new SecureRandom(), PROVIDER.at("/back"));

  @AfterAll
  static void stop() {
    CLIENT.close();
    PROVIDER.close();
  }

  private static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(TestProvider.KEY);
  }

  private Identified identified() {
    return CLIENT.identify(PROVIDER.registration(), attempt, "a-code");
  }

  @Test
  void anHonestTokenIsBelieved() {
    PROVIDER.gives(PROVIDER.anna(attempt).build());
    assertThat(identified())
        .isEqualTo(
            new Identified.Known(
                new Identity(
                    "anna-1",
                    Optional.of("anna@example.com"),
                    true,
                    Optional.of("Anna"),
                    Set.of("dev", "ops"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"signatures", "strangers", "claims"})
  void isNotBelieved(
      String what, BiConsumer<TestProvider, JWTClaimsSet.Builder> forge, String why) {
    forge.accept(PROVIDER, PROVIDER.anna(attempt));
    assertThat(identified())
        .as(what)
        .isEqualTo(new Identified.Refused("The ID token " + why + "."));
  }

  static Stream<Arguments> signatures() {
    String unsigned = "is not signed";
    String other = "is signed with what is not taken from this provider";
    return Stream.of(
        forged(
            "alg none",
            (it, anna) -> it.token.set(new PlainJWT(anna.build()).serialize()),
            unsigned),
        forged(
            "HMAC with the public key",
            (it, anna) -> it.token.set(mac(anna, publicKey(it))),
            other),
        forged(
            "HMAC with the client's secret",
            (it, anna) ->
                it.token.set(mac(anna, "a secret/of+ours, made long enough".getBytes(UTF_8))),
            other),
        forged(
            "other claims under an old signature",
            (it, anna) -> {
              it.gives(anna.build());
              String[] parts = it.token.get().split("\\.", -1);
              byte[] root = anna.subject("root").build().toString().getBytes(UTF_8);
              parts[1] = Base64.getUrlEncoder().withoutPadding().encodeToString(root);
              it.token.set(String.join(".", parts));
            },
            STRANGE));
  }

  static Stream<Arguments> strangers() {
    return Stream.of(
        forged(
            "a stranger's key by the right name",
            (it, anna) -> it.gives(anna.build(), HONEST, STRANGER),
            STRANGE),
        forged(
            "a stranger's key by a name of its own",
            (it, anna) -> it.gives(anna.build(), header().keyID("stranger").build(), STRANGER),
            STRANGE),
        forged(
            "a stranger's key in the header",
            (it, anna) ->
                it.gives(anna.build(), header().jwk(STRANGER.toPublicJWK()).build(), STRANGER),
            STRANGE),
        forged(
            "a stranger's key by address",
            (it, anna) ->
                it.gives(anna.build(), header().jwkURL(it.at("/strange")).build(), STRANGER),
            STRANGE),
        forged(
            "a header that must be understood",
            (it, anna) ->
                it.gives(
                    anna.build(),
                    header().criticalParams(Set.of("exp2")).customParam("exp2", 1).build(),
                    it.key),
            STRANGE),
        forged(
            "an access token",
            (it, anna) ->
                it.gives(anna.build(), header().type(new JOSEObjectType("at+jwt")).build(), it.key),
            STRANGE));
  }

  static Stream<Arguments> claims() {
    return Stream.of(
        claim("another issuer", "iss", "https://login.example.org", "is of another issuer"),
        claim("a longer issuer", "iss", PROVIDER.at("/").toString(), "is of another issuer"),
        claim("another client", "aud", "somebody", "is for another client"),
        claim("no client", "aud", null, "is for another client"),
        claim("several clients", "aud", List.of("bowline", "other"), "was given to another client"),
        claim("given to another", "azp", "other", "was given to another client"),
        claim("over", "exp", in(-61), "is over"),
        claim("without an end", "exp", null, "is over"),
        claim("of tomorrow", "iat", in(3600), "is of a time to come"),
        claim("old", "iat", in(-901), "is too old"),
        claim("without a beginning", "iat", null, "is of a time to come"),
        claim("not good yet", "nbf", in(120), "does not count yet"),
        claim("of another sign-in", "nonce", "of-another-one", "was not made for this sign-in"),
        claim("of no sign-in", "nonce", null, "was not made for this sign-in"),
        claim("about nobody", "sub", null, "does not say whom it is about"),
        claim("about a blank", "sub", " ", "does not say whom it is about"),
        claim(
            "a nonce that is no text",
            "nonce",
            Map.of("a", 1),
            "has a claim nonce that is no text"));
  }

  @Test
  void aKeyThatAnybodyCouldTakeApartIsNoKey() {
    var weak = TestProvider.key("weak", 1024);
    PROVIDER.keys.set(new JWKSet(List.of(PROVIDER.key.toPublicJWK(), weak.toPublicJWK())));
    PROVIDER.clock.advance(Duration.ofHours(2));
    PROVIDER.gives(PROVIDER.anna(attempt).build(), header().keyID("weak").build(), weak);
    assertThat(identified())
        .isEqualTo(new Identified.Refused("The ID token is not signed by a key of the provider."));
  }

  private static Date in(long seconds) {
    return Date.from(PROVIDER.clock.instant().plusSeconds(seconds));
  }

  private static Arguments claim(String what, String name, @Nullable Object value, String why) {
    return forged(what, (it, anna) -> it.gives(anna.claim(name, value).build()), why);
  }

  private static Arguments forged(
      String what, BiConsumer<TestProvider, JWTClaimsSet.Builder> how, String why) {
    return Arguments.of(what, how, why);
  }

  private static byte[] publicKey(TestProvider provider) {
    try {
      return provider.key.toPublicKey().getEncoded();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String mac(JWTClaimsSet.Builder said, byte[] key) {
    try {
      var signed = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), said.build());
      signed.sign(new MACSigner(key));
      return signed.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
