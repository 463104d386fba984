package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// People sign in, stay for a while and go, over the API.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class AccountApiTest {
  private static final String PASSWORD = "correct horse battery staple";
  private static final String NEXT = "purple harbour ninety";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller anybody;
  private TestCaller staff;
  private TestCaller inviter;
  private String id;
  private String org;
  private String email;
  private JsonNode joined;

  @BeforeEach
  void anna() {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    id = staff.organization();
    org = "/api/v1/organizations/" + id;
    email = UUID.randomUUID() + "@example.com";
    inviter = staff;
    joined = accepted(email, "owner", PASSWORD);
    inviter = anybody.with(joined.path("token").asText());
  }

  private String invited(String email, String role) {
    Answer invited =
        inviter.post(
            org + "/invitations", "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(email, role));
    assertThat(invited.status()).as(invited.raw().body()).isEqualTo(201);
    return invited.body().path("invitation").asText();
  }

  private JsonNode accepted(String email, String role, String password) {
    Answer accepted = accept(invited(email, role), password);
    assertThat(accepted.status()).as(accepted.raw().body()).isEqualTo(200);
    return accepted.body();
  }

  private Answer accept(String invitation, String password) {
    return anybody.post(
        "/api/v1/invitations/accept",
        "{\"name\":\"Anna\",\"invitation\":\"%s\",\"password\":\"%s\"}"
            .formatted(invitation, password));
  }

  private Answer signIn(String password, String... more) {
    return anybody.post(
        "/api/v1/sign-in",
        "{\"organization\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"%s}"
            .formatted(id, email, password, String.join("", more)),
        "User-Agent",
        "test-browser/7");
  }

  private TestCaller signedIn() {
    Answer in = signIn(PASSWORD);
    assertThat(in.status()).as(in.raw().body()).isEqualTo(200);
    return anybody.with(in.body().path("token").asText());
  }

  /// What was done in the organization, as its owner sees it.
  private Answer audit(String query) {
    return anybody.with(joined.path("token").asText()).get(org + "/audit" + query);
  }

  private Answer put(TestCaller by, String path, String body) {
    return by.send(
        by.request(org + path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  @Test
  void aPersonSignsInAndSeesAndEndsTheirSessions() {
    Answer in = signIn(PASSWORD);
    assertThat(in.header("Cache-Control")).isEqualTo("no-store");
    assertThat(in.raw().headers().firstValue("Set-Cookie")).isEmpty();
    TestCaller anna = anybody.with(in.body().path("token").asText());
    Answer listed = anna.get(org + "/sessions");
    assertThat(listed.raw().body()).doesNotContain("bwls_");
    JsonNode sessions = listed.body().path("items");
    assertThat(sessions).hasSize(2);
    assertThat(sessions.get(0).path("current").asBoolean()).isTrue();
    assertThat(sessions.get(0).path("source").asText()).isEqualTo("127.0.0.1");
    assertThat(sessions.get(0).path("program").asText()).isEqualTo("test-browser/7");
    assertThat(sessions.get(0).path("method").asText()).isEqualTo("password");
    assertThat(sessions.get(1).path("method").asText()).isEqualTo("invitation");

    TestCaller first = anybody.with(joined.path("token").asText());
    assertThat(first.get(org).status()).isEqualTo(200);
    String path = org + "/sessions/";
    assertThat(anna.delete(path + sessions.get(1).path("id").asText()).status()).isEqualTo(204);
    assertThat(first.get(org).status()).isEqualTo(401);
    assertThat(anna.delete(path + sessions.get(1).path("id").asText()).status()).isEqualTo(404);
    assertThat(anna.delete(path + "current").status()).isEqualTo(204);
    assertThat(anna.get(org).status()).isEqualTo(401);
  }

  @Test
  void allOtherSessionsEndAtOnce() {
    TestCaller one = signedIn();
    TestCaller other = signedIn();
    assertThat(one.delete(org + "/sessions").body().path("ended").asInt()).isEqualTo(2);
    assertThat(other.get(org).status()).isEqualTo(401);
    assertThat(one.get(org).status()).isEqualTo(200);
  }

  @Test
  void whateverIsWrongTheAnswerIsTheSame() {
    Answer wrong = signIn("correct horse battery stable");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.header("WWW-Authenticate")).startsWith("Bearer");
    String known = email;
    email = "nobody-" + known;
    assertThat(signIn(PASSWORD).raw().body()).isEqualTo(wrong.raw().body());
    email = known;
    id = UUID.randomUUID().toString();
    assertThat(signIn(PASSWORD).raw().body()).isEqualTo(wrong.raw().body());
  }

  @Test
  void whoTriesTooOftenIsToldWhenToComeBack() {
    for (int i = 0; i < 10; i++) {
      assertThat(signIn("wrong").status()).isEqualTo(401);
    }
    Answer many = signIn(PASSWORD);
    assertThat(many.status()).isEqualTo(429);
    assertThat(Integer.parseInt(many.header("Retry-After"))).isBetween(1, 900);
    assertThat(many.body().path("detail").asText()).contains("minutes");
    String device = joined.path("device").asText();
    assertThat(device).isNotEmpty();
    assertThat(anybody.with(device).get(org).status()).as("lets nobody in").isEqualTo(401);
    Answer known = signIn(PASSWORD, ",\"device\":\"%s\"".formatted(device));
    assertThat(known.status()).as("whoever was in before").isEqualTo(200);
    assertThat(known.body().path("device").asText()).isNotEmpty().isNotEqualTo(device);
  }

  @Test
  void aBrowserIsKnownByACookieThatLetsNobodyIn() {
    List<String> set = signIn(PASSWORD, ",\"cookie\":true").raw().headers().allValues("Set-Cookie");
    assertThat(set).hasSize(2);
    assertThat(set.getLast())
        .startsWith("__Host-bowline-device=")
        .contains("Secure", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=");
    String device = set.getLast().substring(0, set.getLast().indexOf(';'));
    assertThat(by(device, org, "GET").status()).isEqualTo(401);
    for (int i = 0; i < 10; i++) {
      signIn("wrong");
    }
    assertThat(signIn(PASSWORD).status()).isEqualTo(429);
    Answer in =
        anybody.send(
            anybody
                .request("/api/v1/sign-in")
                .header("Content-Type", "application/json")
                .header("Cookie", device)
                .POST(
                    BodyPublishers.ofString(
                        "{\"organization\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"}"
                            .formatted(id, email, PASSWORD))));
    assertThat(in.status()).as(in.raw().body()).isEqualTo(200);
  }

  @Test
  void aBrowserHasItInACookieThatOnlyPagesOfThisHostUse() {
    Answer in = signIn(PASSWORD, ",\"cookie\":true");
    assertThat(in.raw().body()).doesNotContain("bwls_");
    String set = in.header("Set-Cookie");
    assertThat(set)
        .startsWith("__Host-bowline=")
        .contains("Secure", "HttpOnly", "SameSite=Strict", "Path=/")
        .doesNotContainIgnoringCase("Domain");
    String cookie = set.substring(0, set.indexOf(';'));
    String own = "https://localhost:" + address.getPort();

    assertThat(by(cookie, org, "GET").status()).isEqualTo(200);
    assertThat(by(cookie, org + "/sessions", "DELETE").status()).isEqualTo(403);
    for (String origin : new String[] {"https://evil.example", "null", own + "0", "http" + own}) {
      Answer forged = by(cookie, org + "/sessions", "DELETE", "Origin", origin);
      assertThat(forged.status()).as(origin).isEqualTo(403);
    }
    assertThat(
            by(cookie, org + "/sessions", "DELETE", "Origin", own, "Sec-Fetch-Site", "same-site")
                .status())
        .isEqualTo(403);
    assertThat(by(cookie, org + "/sessions", "DELETE", "Origin", own).status()).isEqualTo(200);
    Answer out = by(cookie, org + "/sessions/current", "DELETE", "Origin", own);
    assertThat(out.status()).isEqualTo(204);
    assertThat(out.header("Set-Cookie")).startsWith("__Host-bowline=;").contains("Max-Age=0");
    assertThat(by(cookie, org, "GET").status()).isEqualTo(401);
  }

  private Answer by(String cookie, String path, String method, String... headers) {
    HttpRequest.Builder request =
        anybody.request(path).header("Cookie", cookie).method(method, BodyPublishers.noBody());
    return anybody.send(headers.length == 0 ? request : request.headers(headers));
  }

  @Test
  void aPasswordIsChosenWithTheInvitationOrLaterAndChanged() {
    String invitation = invited("ben@example.com", "viewer");
    Answer weak = accept(invitation, "password1234");
    assertThat(weak.status()).isEqualTo(422);
    assertThat(weak.body().path("field").asText()).isEqualTo("password");
    assertThat(accept(invitation, NEXT).status()).as("not used up").isEqualTo(200);
    assertThat(accept(invitation, NEXT).status()).isEqualTo(404);

    TestCaller anna = signedIn();
    assertThat(anna.get(org + "/account").body().toString())
        .isEqualTo("{\"password\":true,\"secondFactor\":false,\"recoveryCodes\":0}");
    String wish = "{\"currentPassword\":\"%s\",\"password\":\"%s\"}";
    Answer wrong = put(anna, "/account/password", wish.formatted(NEXT, NEXT));
    assertThat(wrong.body().path("field").asText()).isEqualTo("currentPassword");
    Answer changed = put(anna, "/account/password", wish.formatted(PASSWORD, NEXT));
    assertThat(changed.body().path("sessionsEnded").asInt()).isEqualTo(1);
    assertThat(signIn(PASSWORD).status()).isEqualTo(401);
    assertThat(signIn(NEXT).status()).isEqualTo(200);
  }

  @Test
  void aLinkOfAnAdminSetsItAnewButNoneOfAnAdminAnOwners() {
    TestCaller anna = signedIn();
    String member = joined.path("member").path("id").asText();
    JsonNode ben = accepted("ben@example.com", "admin", NEXT);
    TestCaller admin = anybody.with(ben.path("token").asText());
    String path = org + "/members/" + member + "/password-resets";
    assertThat(admin.post(path, "{}").status()).isEqualTo(403);

    assertThat(staff.post(path, "{}").status()).as("who has not come in").isEqualTo(403);
    Answer made = anna.post(path, "{}", "Idempotency-Key", "k");
    assertThat(made.status()).isEqualTo(201);
    String link = made.body().path("reset").asText();
    assertThat(anna.post(path, "{}", "Idempotency-Key", "k").raw().body()).doesNotContain(link);
    String wish = "{\"reset\":\"%s\",\"password\":\"%s\"}".formatted(link, NEXT);
    assertThat(anybody.post("/api/v1/password-resets/accept", wish).status()).isEqualTo(200);
    assertThat(anybody.post("/api/v1/password-resets/accept", wish).status()).isEqualTo(404);
    assertThat(anna.get(org).status()).as("what was begun before").isEqualTo(401);
    assertThat(signIn(NEXT).status()).isEqualTo(200);
    staff.enters(id);
    assertThat(staff.get(org + "/audit").raw().body())
        .contains("password.reset-link", "password.reset")
        .doesNotContain(link);
  }

  @Test
  void theAuditSaysWhereFromWithWhatAndByWhat() {
    TestCaller anna = signedIn();
    HttpRequest.Builder invite =
        anna.request(org + "/invitations")
            .header("Content-Type", "application/json")
            .header("User-Agent", "anna/1")
            .header("X-Forwarded-For", "6.6.6.6")
            .POST(BodyPublishers.ofString("{\"email\":\"c@example.com\",\"role\":\"viewer\"}"));
    assertThat(anna.send(invite).status()).isEqualTo(201);
    JsonNode last = audit("?limit=1").body().at("/items/0");
    String session = anna.get(org + "/sessions").body().at("/items/0/id").asText();
    assertThat(last.path("version").asInt()).isEqualTo(2);
    assertThat(last.path("source").asText()).as("nobody is trusted").isEqualTo("127.0.0.1");
    assertThat(last.path("program").asText()).isEqualTo("anna/1");
    assertThat(last.path("credential").asText()).isEqualTo("session/" + session);
    assertThat(audit("/verification").body().path("intact").asBoolean()).isTrue();
  }
}
