package io.bowline.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityProvidersTest {
  private final TestProvider provider = new TestProvider();
  private final IdentityProviders client = provider.client();
  private final Attempt attempt = Attempt.mint(new SecureRandom(), provider.at("/back"));

  @AfterEach
  void stop() {
    client.close();
    provider.close();
  }

  private Identified identified() {
    return client.identify(provider.registration(), attempt, "the-code");
  }

  private Identity known() {
    Identified found = identified();
    assertThat(found).isInstanceOf(Identified.Known.class);
    return ((Identified.Known) found).identity();
  }

  @Test
  void sendsPeopleToTheProviderWithAChallengeAndNoSecret() throws ProviderFailure {
    String sent = client.signInAt(provider.registration(), attempt).toString();
    assertThat(sent)
        .startsWith(provider.at("/authorize?").toString())
        .contains("response_type=code", "client_id=bowline", "code_challenge_method=S256")
        .contains("state=" + attempt.state(), "nonce=" + attempt.nonce())
        .doesNotContain(attempt.verifier(), "secret");
    assertThat(URLDecoder.decode(sent, StandardCharsets.UTF_8).split("[?&]"))
        .anySatisfy(part -> assertThat(part).startsWith("scope=").contains("openid", "email"));
  }

  @Test
  void showsTheProviderItsSecretAndTheVerifier() {
    provider.gives(provider.anna(attempt).build());
    known();
    // form-encoded before it is Base64: a secret with / and + in it
    assertThat(provider.bodies)
        .anySatisfy(body ->
            assertThat(body)
                .contains("code=the-code", "code_verifier=" + attempt.verifier())
                .contains("Basic Ym93bGluZTphK3NlY3JldCUyRm9mJTJCb3Vycw=="));
  }

  @Test
  void aProviderThatWantsTheSecretInTheBodyGetsItThere() {
    provider.description.put(
        "token_endpoint_auth_methods_supported", List.of("client_secret_post"));
    provider.gives(provider.anna(attempt).build());
    known();
    assertThat(provider.bodies)
        .anySatisfy(body -> assertThat(body).contains("client_secret=a+secret%2Fof%2Bours"));
  }

  @Test
  void aKeyThatTheProviderHasTakenIntoUseSinceIsFoundAtOnceButNotLookedForAllTheTime() {
    provider.gives(provider.anna(attempt).build());
    known();
    RSAKey next = TestProvider.key("second", 2048);
    provider.keys.set(new JWKSet(next.toPublicJWK()));
    provider.clock.advance(Duration.ofMinutes(2));
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("second").build();
    provider.gives(provider.anna(attempt).build(), header, next);
    known();
    long asked = provider.asked.stream().filter("/keys"::equals).count();
    assertThat(asked).isEqualTo(2);

    var unknown = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("never").build();
    provider.gives(provider.anna(attempt).build(), unknown, next);
    for (int i = 0; i < 5; i++) {
      assertThat(identified()).isInstanceOf(Identified.Refused.class);
    }
    assertThat(provider.asked.stream().filter("/keys"::equals).count()).isEqualTo(asked);
  }

  @Test
  void aKeyThatTheProviderHasTakenBackIsGoodForAnHourAtMost() {
    provider.gives(provider.anna(attempt).build());
    known();
    provider.keys.set(new JWKSet(TestProvider.key("second", 2048).toPublicJWK()));
    provider.clock.advance(Duration.ofMinutes(61));
    provider.gives(provider.anna(attempt).build());
    assertThat(identified()).isInstanceOf(Identified.Refused.class);
  }

  @Test
  void whatTheTokenLeavesOutIsReadFromThePageAboutThem() {
    provider.description.put("userinfo_endpoint", provider.at("/people").toString());
    provider.gives(provider.anna(attempt).claim("email", null).claim("groups", null).build());
    provider.page.set(
        Optional.of(
            """
            {"sub":"anna-1","email":"anna@example.com","email_verified":true,"groups":["dev"]}
            """));
    assertThat(known().groups()).containsExactly("dev");
    assertThat(known().email()).contains("anna@example.com");
    assertThat(known().emailVerified()).isTrue();

    provider.page.set(Optional.of("{\"sub\":\"root\",\"groups\":[\"owners\"]}"));
    assertThat(identified())
        .isEqualTo(
            new Identified.Refused(
                "The ID token is about somebody else than the page that goes with it."));
  }

  @Test
  void aPageThatVerifiesAnAddressVerifiesNoOther() {
    provider.description.put("userinfo_endpoint", provider.at("/people").toString());
    provider.gives(
        provider.anna(attempt).claim("email_verified", null).claim("groups", null).build());
    provider.page.set(Optional.of("{\"sub\":\"anna-1\",\"email_verified\":true}"));
    assertThat(known().emailVerified()).isFalse();
  }

  @Test
  void groupsThatAreLeftOutForBeingTooManyAreNotTakenForNone() {
    provider.gives(
        provider
            .anna(attempt)
            .claim("groups", null)
            .claim("_claim_names", Map.of("groups", "src1"))
            .build());
    assertThat(identified())
        .isInstanceOfSatisfying(
            Identified.Refused.class, no -> assertThat(no.why()).contains("too many for a token"));
  }

  @Test
  void anAddressThatIsNoneIsNotTaken() {
    provider.gives(provider.anna(attempt).claim("email", "anna@example.com\nbcc:x").build());
    assertThat(known().email()).isEmpty();
  }

  @Test
  void aProviderThatWillNotTakeTheCodeSaysWhy() {
    provider.serve(
        "/token", exchange -> TestProvider.send(exchange, 400, "{\"error\":\"invalid_grant\"}"));
    assertThat(identified())
        .isEqualTo(
            new Identified.Refused(
                "The identity provider gives nothing for the code: invalid_grant."));
  }

  @ParameterizedTest
  @CsvSource({
    "issuer, https://login.example.org, names itself otherwise",
    "token_endpoint, http://login.example.com/token, no https address as token_endpoint",
    "jwks_uri, file:///etc/passwd, no https address as jwks_uri",
    "authorization_endpoint, javascript:alert(1), no https address as authorization_endpoint",
    "userinfo_endpoint, https://me:pass@login.example.com/, no https address as userinfo_endpoint",
  })
  void aDescriptionThatLeadsElsewhereIsNotFollowed(String field, String value, String why) {
    provider.description.put(field, value);
    assertThatThrownBy(() -> client.check(provider.registration().issuer()))
        .isInstanceOf(ProviderFailure.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "response_types_supported, id_token, authorization code flow",
    "code_challenge_methods_supported, plain, PKCE",
    "id_token_signing_alg_values_supported, HS256, nothing that is taken here",
  })
  void aProviderThatDoesLessIsNotWorkedWith(String field, String only, String why) {
    provider.description.put(field, List.of(only));
    assertThatThrownBy(() -> client.check(provider.registration().issuer()))
        .isInstanceOf(ProviderFailure.class)
        .hasMessageContaining(why);
  }

  @Test
  void redirectsAreNotFollowed() {
    provider.serve(
        "/.well-known/openid-configuration",
        exchange -> {
          exchange.getResponseHeaders().add("Location", provider.at("/elsewhere").toString());
          TestProvider.send(exchange, 302, "{}");
        });
    assertThatThrownBy(() -> client.check(provider.registration().issuer()))
        .hasMessageContaining("status 302");
    assertThat(provider.asked).isEmpty();
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    provider.serve(
        "/.well-known/openid-configuration",
        exchange -> TestProvider.send(exchange, 200, "x".repeat(60_000)));
    assertThatThrownBy(() -> client.check(provider.registration().issuer()))
        .hasMessageContaining("answers more than is read");
  }

  @Test
  void aProviderThatAnswersByDripsIsLeft() {
    provider.serve(
        "/.well-known/openid-configuration",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] drip = {' '};
          for (long i = 0; i < 10_000_000L; i++) { // until the other side has gone
            exchange.getResponseBody().write(drip);
            exchange.getResponseBody().flush();
            LockSupport.parkNanos(10_000_000);
          }
        });
    try (IdentityProviders impatient = provider.client(Duration.ofMillis(700))) {
      assertThatThrownBy(() -> impatient.check(provider.registration().issuer()))
          .hasMessageContaining("cannot be reached");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1", "::1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200",
        "fd00:ec2::254", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "0.0.0.0", "224.0.0.1"
      })
  void nobodyInsideIsAsked(String address) {
    Names names = name -> List.of(InetAddress.ofLiteral(address));
    try (var strict =
        new IdentityProviders(
            AskedAddresses.admitting(List.of()), names, provider.trust(), provider.clock)) {
      assertThatThrownBy(() -> strict.check(provider.registration().issuer()))
          .hasMessageContaining("leads to an address that is not asked from here");
    }
    assertThat(provider.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "2130706433", "[::ffff:127.0.0.1]"})
  void anAddressInPlaceOfANameIsJudgedAsWell(String host) {
    try (var strict =
        new IdentityProviders(
            AskedAddresses.admitting(List.of()), Names.SYSTEM, provider.trust(), provider.clock)) {
      var issuer = "https://%s:%d".formatted(host, provider.at("").getPort());
      assertThatThrownBy(() -> strict.check(new IssuerAddress(URI.create(issuer))))
          .hasMessageContaining("leads to an address that is not asked from here");
    }
    assertThat(provider.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "fe80::1", "100.100.100.200", "fd00:ec2::254"})
  void noSettingAdmitsWhereCloudsTellAMachineAboutItself(String address) {
    var all = AskedAddresses.admitting(List.of("0.0.0.0/0", "::/0"));
    assertThat(all.admits(InetAddress.ofLiteral(address))).isFalse();
    assertThat(all.admits(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
  }

  @Test
  void aCertificateForAnotherNameIsNone() {
    var other = IssuerAddress.parse("https://other.example.com:" + provider.at("").getPort());
    assertThatThrownBy(() -> client.check(other))
        .hasMessageContaining("no certificate that is trusted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example.com",
        "login.example.com",
        "https://a@login.example.com",
        "https://login.example.com?x=1",
        "https://login.example.com#x",
        "https:///x",
        "https://a b"
      })
  void whatIsNoIssuerIsRefused(String text) {
    assertThatThrownBy(() -> IssuerAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingOfAnAttemptOrSecretIsPrinted() {
    assertThat(attempt.toString() + provider.registration())
        .doesNotContain(attempt.state(), attempt.nonce(), attempt.verifier(), "secret/of");
  }

  @Test
  void aClientWithoutASecretIsKnownByPkceAlone() {
    var open =
        new Registration(
            provider.registration().issuer(), "bowline", Optional.empty(), Set.of(), "groups");
    provider.gives(provider.anna(attempt).build());
    assertThat(client.identify(open, attempt, "c")).isInstanceOf(Identified.Known.class);
    assertThat(provider.bodies)
        .anySatisfy(body -> assertThat(body).startsWith("[] ").contains("client_id=bowline"));
  }
}
