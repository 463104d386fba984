package io.bowline.control.edge.http.sso;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.sso.MockProvider;
import io.bowline.control.sso.RunningProvider;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// People come in through a provider, over the API, in the whole process.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@QuarkusTestResource(value = RunningProvider.class, restrictToAnnotatedClass = true)
class SsoApiTest {
  private static final String SIGN_IN = "/api/v1/sign-in/sso/";
  private static final String PASSWORD = "correct horse battery staple";
  private static final String VERIFIER = "a-verifier-that-only-the-command-line-knows-0123";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  MockProvider provider;

  private TestCaller anybody;
  private TestCaller staff;
  private String id;
  private String org;

  @BeforeEach
  void organization() {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    id = staff.organization();
    org = "/api/v1/organizations/" + id;
  }

  private Answer put(TestCaller by, String path, String body) {
    return by.send(
        by.request(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String wish(boolean local) {
    return """
    {"issuer":"%s","clientId":"bowline","clientSecret":"the-clients-secret",
     "roles":{"dev":"operator","own":"owner"},"localSignIn":%b}
    """
        .formatted(provider.issuer(id), local);
  }

  private void set() {
    Answer set = put(staff, org + "/sso", wish(true));
    assertThat(set.status()).as(set.raw().body()).isEqualTo(200);
  }

  /// Somebody's browser goes away and comes back.
  private Answer visit(String query, String subject, String... groups) {
    Answer away = anybody.get(SIGN_IN + id + query);
    assertThat(away.status()).as(away.raw().body()).isEqualTo(302);
    String cookie = away.header("Set-Cookie");
    assertThat(cookie).contains("__Host-", "Secure", "HttpOnly", "SameSite=Lax");
    provider.next(id, subject, groups);
    Map<String, String> back = provider.visit(URI.create(away.header("Location")));
    return anybody.send(
        anybody
            .request(
                SIGN_IN
                    + "callback?state=%s&code=%s"
                        .formatted(back.get("state"), URLEncoder.encode(back.get("code"), UTF_8)))
            .header("Cookie", cookie.split(";", 2)[0])
            .GET());
  }

  @Test
  @Tag("C10.code-flow")
  @Tag("C10.group-to-role")
  void aBrowserGoesAwayAndComesBackWithASession() {
    set();
    Answer in = visit("", "anna", "dev");
    assertThat(in.status()).as(in.raw().body()).isEqualTo(200);
    assertThat(in.raw().body()).contains("You are signed in").doesNotContain("bwls_");
    assertThat(in.header("Set-Cookie")).contains("__Host-bowline=bwls_", "SameSite=Strict");
    assertThat(in.header("Content-Security-Policy")).contains("default-src 'none'");
    Answer account =
        anybody.send(
            anybody
                .request(org + "/sessions")
                .header("Cookie", in.header("Set-Cookie").split(";", 2)[0])
                .GET());
    assertThat(account.body().at("/items/0/method").asText()).isEqualTo("single sign-on");
    assertThat(staff.get(org + "/members").body().at("/items/0/role").asText())
        .isEqualTo("operator");
  }

  private static String door() {
    return "?port=40000&state=a-state-of-its-own&challenge=" + challenge();
  }

  private static String challenge() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String exchange(Answer sent) {
    assertThat(sent.status()).as(sent.raw().body()).isEqualTo(302);
    URI there = URI.create(sent.header("Location"));
    assertThat(there).hasHost("127.0.0.1").hasPort(40_000);
    String code = MockProvider.query(there).get("code");
    return "{\"code\":\"%s\",\"verifier\":\"%s\"}".formatted(code, VERIFIER);
  }

  private TestCaller fetched(String exchange) {
    Answer fetched = anybody.post(SIGN_IN + "exchange", exchange);
    assertThat(fetched.status()).as(fetched.raw().body()).isEqualTo(200);
    return anybody.with(fetched.body().path("token").asText());
  }

  @Test
  void aCommandLineFetchesItsSession() {
    set();
    String exchange = exchange(visit(door(), "anna", "dev"));
    assertThat(fetched(exchange).get(org + "/installs").status()).isEqualTo(200);
    assertThat(anybody.post(SIGN_IN + "exchange", exchange).status()).isEqualTo(404);

    Answer no = visit(door(), "ben", "nobody");
    assertThat(MockProvider.query(URI.create(no.header("Location"))))
        .containsEntry("state", "a-state-of-its-own")
        .containsKey("error");
  }

  @Test
  void whoComesBackWithoutHavingGoneIsShownSo() {
    Answer lost = anybody.get(SIGN_IN + "callback?state=nobodys&code=c");
    assertThat(lost.status()).isEqualTo(404);
    assertThat(lost.raw().body()).contains("Begin again");
    assertThat(anybody.get(SIGN_IN + id).status()).isEqualTo(404);
    set();
    Answer half = anybody.get(SIGN_IN + id + "?port=40000");
    assertThat(half.status()).isEqualTo(422);
    assertThat(half.body().path("field").asText()).isEqualTo("state");
  }

  @Test
  void whatACommandLineSaysOfItsDoorIsAnsweredUnderItsName() {
    set();
    String good = door();
    Map.of(
            "port", good.replace("port=40000", "port=80"),
            "state", good.replace("a-state-of-its-own", "short"),
            "challenge", good.replace(challenge(), "short"))
        .forEach((field, door) -> {
          Answer wrong = anybody.get(SIGN_IN + id + door);
          assertThat(wrong.status()).as(field).isEqualTo(422);
          assertThat(wrong.body().path("field").asText()).isEqualTo(field);
        });
  }

  @Test
  @Tag("C10.local-off")
  void passwordsGoOffWhenAnOwnerHasComeIn() {
    set();
    assertThat(put(staff, org + "/sso", wish(false)).status()).isEqualTo(409);
    TestCaller olga = fetched(exchange(visit(door(), "olga", "own")));
    Answer chosen =
        put(olga, org + "/account/password", "{\"password\":\"%s\"}".formatted(PASSWORD));
    assertThat(chosen.status()).as(chosen.raw().body()).isEqualTo(200);
    assertThat(byPassword(PASSWORD).status()).isEqualTo(200);
    String off =
        wish(false)
            .replace("\"clientSecret\":\"the-clients-secret\"", "\"clientSecret\":\"********\"");
    Answer set = put(olga, org + "/sso", off);
    assertThat(set.status()).as(set.raw().body()).isEqualTo(200);
    assertThat(set.body().path("localSignIn").asBoolean()).isFalse();
    assertThat(byPassword(PASSWORD).status()).isEqualTo(403);
    assertThat(byPassword(PASSWORD).raw().body()).contains("sign-in --sso").doesNotContain("bwls_");
    assertThat(byPassword("some other words of nobody").status())
        .as("who does not know the password learns nothing of it")
        .isEqualTo(401);
    Answer invited =
        olga.post(org + "/invitations", "{\"email\":\"ben@example.com\",\"role\":\"viewer\"}");
    String link = invited.body().path("invitation").asText();
    Answer accepted =
        anybody.post(
            "/api/v1/invitations/accept",
            "{\"invitation\":\"%s\",\"name\":\"Ben\"}".formatted(link));
    assertThat(accepted.status()).isEqualTo(409);
    assertThat(accepted.raw().body()).contains("--sso").doesNotContain("bwls_");
    fetched(exchange(visit(door(), "ben", "nobody")));
    assertThat(set.body().path("proven").asBoolean()).isTrue();
    assertThat(set.raw().body()).doesNotContain("the-clients-secret");
    assertThat(olga.get(org + "/audit").raw().body())
        .contains("sso.update", "sso.sign-in", "member.joined-by-sso")
        .doesNotContain("the-clients-secret");
    assertThat(olga.delete(org + "/sso").status()).isEqualTo(204);
    assertThat(byPassword(PASSWORD).status()).as("passwords again").isEqualTo(200);
    Answer none = olga.get(org + "/sso");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.body().path("detail").asText()).contains("/api/v1/sign-in/sso/callback");
  }

  private Answer byPassword(String password) {
    return anybody.post(
        "/api/v1/sign-in",
        "{\"organization\":\"%s\",\"email\":\"olga@example.com\",\"password\":\"%s\"}"
            .formatted(id, password));
  }

  @Test
  void aTeamIsMadeMappedAndDeleted() {
    String team = "{\"name\":\"platform\",\"group\":\"g\",\"role\":\"viewer\"}";
    assertThat(staff.post(org + "/teams", team).status()).isEqualTo(201);
    assertThat(staff.post(org + "/teams", team).status()).isEqualTo(409);
    Answer mapped = put(staff, org + "/teams/platform", "{\"group\":\"h\",\"role\":\"operator\"}");
    assertThat(mapped.body().path("role").asText()).isEqualTo("operator");
    assertThat(staff.get(org + "/teams").body().at("/items/0/group").asText()).isEqualTo("h");
    assertThat(staff.delete(org + "/teams/platform").status()).isEqualTo(204);
    assertThat(staff.delete(org + "/teams/platform").status()).isEqualTo(404);
    Answer wrong = staff.post(org + "/teams", team.replace("viewer", "king"));
    assertThat(wrong.body().path("field").asText()).isEqualTo("role");
  }
}
