package io.bowline.sso;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.sso.Identified.Known;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.MockWebServerWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The whole flow, with a provider that was not written here.
class SomebodyElsesProviderTest {
  private static final String CONFIG =
      "{\"httpServer\":{\"type\":\"MockWebServerWrapper\",\"ssl\":{}}}";
  private static final URI CALLBACK = URI.create("https://bowline.example.com/callback");

  private final OAuth2Config config = OAuth2Config.Companion.fromJson(CONFIG);
  private final MockOAuth2Server server = new MockOAuth2Server(config);
  private SSLContext trust;
  private IdentityProviders client;

  @BeforeEach
  void start() throws Exception {
    server.start();
    KeyStore store =
        ((MockWebServerWrapper) config.getHttpServer()).getSsl().getSslKeystore().getKeyStore();
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("theirs", store.getCertificate(store.aliases().nextElement()));
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    trust = SSLContext.getInstance("TLS");
    trust.init(null, managers.getTrustManagers(), null);
    client =
        new IdentityProviders(
            AskedAddresses.admitting(List.of("127.0.0.0/8", "::1/128")),
            Names.SYSTEM,
            trust,
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    client.close();
    server.shutdown();
  }

  @Test
  @Tag("C10.code-flow")
  void somebodyIsSentThereAndComesBackAsWhoTheyAre() throws Exception {
    server.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            "acme",
            "anna-1",
            "JWT",
            List.of("bowline"),
            Map.of("email", "anna@example.com", "groups", List.of("dev")),
            300));
    var issuer = IssuerAddress.parse(server.issuerUrl("acme").toString());
    var registration =
        new Registration(
            issuer, "bowline", Optional.of(ClientSecret.of("a-secret")), Set.of("email"), "groups");
    var attempt = Attempt.mint(new SecureRandom(), CALLBACK);
    Map<String, String> back = visit(client.signInAt(registration, attempt));
    assertThat(back).containsEntry("state", attempt.state());

    Identified found = client.identify(registration, attempt, back.get("code"));
    assertThat(found).isInstanceOf(Known.class);
    assertThat(((Known) found).identity().subject()).isEqualTo("anna-1");
    assertThat(((Known) found).identity().groups()).containsExactly("dev");
    assertThat(((Known) found).identity().emailVerified()).isFalse();

    var again = Attempt.mint(new SecureRandom(), CALLBACK);
    assertThat(client.identify(registration, again, back.get("code"))).isNotInstanceOf(Known.class);
  }

  private Map<String, String> visit(URI address) throws Exception {
    try (HttpClient browser = HttpClient.newBuilder().sslContext(trust).build()) {
      HttpResponse<Void> answer =
          browser.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(302);
      URI back = URI.create(answer.headers().firstValue("Location").orElseThrow());
      assertThat(back.toString()).startsWith(CALLBACK.toString());
      return Arrays.stream(back.getQuery().split("&"))
          .map(pair -> pair.split("=", 2))
          .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
  }
}
