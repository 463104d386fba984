package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.Feed;
import io.bowline.control.platform.event.FeedEntry;
import io.bowline.model.audit.AuditRecord;
import io.bowline.model.id.OrgId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class ApiTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Transactions transactions;
  @Inject Feed feed;

  private TestCaller anybody;
  private TestCaller staff;
  private String org;

  @BeforeEach
  void callers() {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    org = found("org-" + UUID.randomUUID().toString().substring(0, 8));
  }

  private String found(String name) {
    Answer answer = staff.post("/api/v1/organizations", "{\"name\":\"" + name + "\"}");
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body().path("id").asText();
  }

  private String path(String rest) {
    return "/api/v1/organizations/" + org + rest;
  }

  private Answer issue(String json) {
    return staff.post(path("/tokens"), json);
  }

  private String token(String... scopes) {
    Answer answer = issue("{\"name\":\"t\",\"scopes\":[\"" + String.join("\",\"", scopes) + "\"]}");
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body().path("token").asText();
  }

  @Test
  @Tag("P22.missing")
  void aRequestWithoutATokenIsToldToBringOne() {
    Answer answer = anybody.get(path(""));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.body().path("detail").asText()).contains("Authorization: Bearer");
    assertThat(anybody.with("bwl_nonsense").get(path("")).status()).isEqualTo(401);
  }

  @Test
  @Tag("P22.foreign")
  void anotherOrganizationsTokenFindsNothingHereWhateverItAsks() {
    String foreignOrg = org;
    org = found("other-" + UUID.randomUUID().toString().substring(0, 8));
    TestCaller member = anybody.with(token("read", "write", "admin"));

    assertThat(member.get(path("")).status()).isEqualTo(200);
    String foreign = "/api/v1/organizations/" + foreignOrg;
    assertThat(member.get(foreign).status()).isEqualTo(404);
    assertThat(member.get(foreign + "/tokens").status()).isEqualTo(404);
    assertThat(member.get(foreign + "/audit").status()).isEqualTo(404);
    Answer refused = member.post(foreign + "/tokens", "{\"name\":\"x\",\"scopes\":[\"read\"]}");
    assertThat(refused.status()).isEqualTo(404);
    assertThat(member.get("/api/v1/organizations").body().path("items")).hasSize(1);
  }

  @Test
  @Tag("P22.revoked")
  void aRevokedTokenIsRefusedAtTheNextRequest() {
    Answer issued = issue("{\"name\":\"t\",\"scopes\":[\"read\"]}");
    TestCaller member = anybody.with(issued.body().path("token").asText());
    assertThat(member.get(path("")).status()).isEqualTo(200);

    String id = issued.body().path("id").asText();
    assertThat(staff.delete(path("/tokens/" + id)).status()).isEqualTo(204);

    assertThat(member.get(path("")).status()).isEqualTo(401);
  }

  @Test
  @Tag("P22.scoped")
  void aTokenDoesWhatItsScopesSayAndNoMore() {
    TestCaller reader = anybody.with(token("read"));

    assertThat(reader.get(path("")).status()).isEqualTo(200);
    Answer refused = reader.get(path("/tokens"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body().path("detail").asText()).contains("admin");
    TestCaller admin = anybody.with(token("read", "admin"));
    Answer more = admin.post(path("/tokens"), "{\"name\":\"x\",\"scopes\":[\"write\"]}");
    assertThat(more.status()).isEqualTo(422);
    assertThat(more.body().path("field").asText()).isEqualTo("scopes");
    assertThat(admin.post("/api/v1/organizations", "{\"name\":\"x\"}").status()).isEqualTo(403);
  }

  @Test
  void aTokensTextIsShownOnceAndNeverAgain() {
    Answer issued = issue("{\"name\":\"t\",\"scopes\":[\"read\"]}");
    String text = issued.body().path("token").asText();

    assertThat(text).startsWith("bwl_");
    assertThat(staff.get(issued.header("Location")).raw().body()).doesNotContain(text);
    assertThat(staff.get(path("/tokens")).raw().body()).doesNotContain(text);
    assertThat(staff.get(path("/audit")).raw().body()).doesNotContain(text);
  }

  @Test
  @Tag("P23.json-only")
  void aBodyThatIsNotSaidToBeJsonIsRefused() {
    for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", ""}) {
      HttpRequest.Builder request =
          staff
              .request(path("/tokens"))
              .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"x\",\"scopes\":[\"read\"]}"));
      Answer answer = staff.send(type.isEmpty() ? request : request.header("Content-Type", type));

      assertThat(answer.status()).as(type).isEqualTo(415);
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }
  }

  @Test
  void aWrongRequestIsToldWhichFieldAndWhy() {
    assertField(issue("{\"scopes\":[\"read\"]}"), 422, "name");
    assertField(issue("{\"name\":\"x\",\"scopes\":[\"everything\"]}"), 422, "scopes");
    assertField(issue("{\"name\":\"x\",\"scopes\":[\"read\"],\"colour\":1}"), 422, "colour");
    assertField(issue("{\"name\":\"x\",\"scopes\":\"read\"}"), 422, "scopes");
    assertField(staff.get(path("/tokens?limit=100000")), 422, "limit");
    assertField(staff.get(path("/tokens?cursor=*")), 422, "cursor");
    assertThat(issue("{\"name\":").status()).isEqualTo(400);
    assertThat(issue("").status()).isEqualTo(400);
    assertThat(staff.post("/api/v1/organizations", "{\"name\":\"Not A Label\"}").status())
        .isEqualTo(422);
  }

  @Test
  void aBodyThatIsTooLargeOrTooDeepIsRefused() {
    assertThat(issue("{\"name\":\"" + "x".repeat(2_000_000) + "\"}").status()).isEqualTo(413);
    assertThat(issue("{\"name\":" + "[".repeat(5_000)).status()).isIn(413, 422);
  }

  private static void assertField(Answer answer, int status, String field) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    assertThat(answer.body().path("field").asText()).isEqualTo(field);
  }

  @Test
  void aCreateThatIsRepeatedWithItsKeyIsDoneOnce() {
    String wish = "{\"name\":\"once\",\"scopes\":[\"read\"]}";
    Answer first = staff.post(path("/tokens"), wish, "Idempotency-Key", "k1");
    Answer again = staff.post(path("/tokens"), wish, "Idempotency-Key", "k1");
    Answer other =
        staff.post(path("/tokens"), wish.replace("once", "twice"), "Idempotency-Key", "k1");

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.body().has("token")).as("the secret is shown once").isFalse();
    assertThat(other.status()).isEqualTo(422);
    assertThat(staff.get(path("/tokens")).body().path("items")).hasSize(1);
  }

  @Test
  void aListIsReadToItsEndByItsCursorsWithoutGapOrRepeat() {
    for (int i = 0; i < 7; i++) {
      issue("{\"name\":\"t" + i + "\",\"scopes\":[\"read\"]}");
    }
    Set<String> names = new HashSet<>();
    String cursor = "";
    int pages = 0;
    do {
      Answer page = staff.get(path("/tokens?limit=3" + cursor));
      page.body().path("items").forEach(item -> names.add(item.path("name").asText()));
      cursor = page.body().has("next") ? "&cursor=" + page.body().path("next").asText() : "";
      pages++;
    } while (!cursor.isEmpty());

    assertThat(pages).isEqualTo(3);
    assertThat(names).hasSize(7);
  }

  @Test
  void everythingThatWasDoneIsInAChainThatHolds() {
    token("read");
    Answer entries = staff.get(path("/audit"));

    assertThat(entries.body().path("items").findValuesAsText("action"))
        .containsExactly("token.create", "organization.create");
    assertThat(staff.get(path("/audit/verification")).body().path("intact").asBoolean()).isTrue();
  }

  @Test
  @Tag("C66.export")
  void whatIsExportedIsAllThatTheChainIsMadeOf() {
    for (int i = 0; i < 3; i++) {
      token("read");
    }
    String previous = "";
    long number = 0;
    String cursor = "";
    do {
      Answer page = staff.get(path("/audit?order=oldest&limit=2" + cursor));
      for (JsonNode entry : page.body().path("items")) {
        number++;
        var record =
            new AuditRecord(
                OrgId.parse(entry.path("org").asText()),
                number,
                Instant.parse(entry.path("at").asText()),
                entry.path("actor").asText(),
                entry.path("action").asText(),
                entry.path("subject").asText(),
                entry.path("detail").asText(),
                previous,
                Optional.of(
                    new AuditRecord.From(
                        entry.path("source").asText(),
                        entry.path("program").asText(),
                        entry.path("credential").asText())));
        assertThat(record.hash()).isEqualTo(entry.path("hash").asText());
        previous = record.hash();
      }
      cursor = page.body().has("next") ? "&cursor=" + page.body().path("next").asText() : "";
    } while (!cursor.isEmpty());
    assertThat(number).isEqualTo(4);
    assertThat(staff.get(path("/audit?order=random")).body().path("field").asText())
        .isEqualTo("order");
  }

  @Test
  void aPathThatIsNotThereAndAMethodThatItDoesNotTakeAreProblems() {
    assertThat(staff.get("/api/v1/nothing").status()).isEqualTo(404);
    Answer wrongMethod = staff.send(staff.request(path("/regions")).DELETE());
    assertThat(wrongMethod.status()).isEqualTo(405);
    assertThat(wrongMethod.header("Content-Type")).startsWith("application/problem+json");
  }

  private void happen(String kind) {
    OrgId id = OrgId.parse(org);
    transactions.runInOrg(id, tx -> feed.append(tx, id, new FeedEntry("probe", "s1", kind, "{}")));
  }

  @Test
  void aStreamGoesOnWhereItsReaderLeftOffAndEndsWithTheToken() throws Exception {
    happen("one");
    happen("two");
    Answer issued = issue("{\"name\":\"t\",\"scopes\":[\"read\"]}");
    TestCaller member = anybody.with(issued.body().path("token").asText());
    var stream =
        member
            .client()
            .send(
                member
                    .request(path("/probe-events"))
                    .header("Accept", "text/event-stream")
                    .header("Last-Event-ID", "1")
                    .build(),
                java.net.http.HttpResponse.BodyHandlers.ofLines());
    assertThat(stream.statusCode()).isEqualTo(200);
    var lines = stream.body().iterator();
    assertThat(next(lines, "id:")).isEqualTo("id:2");
    happen("three");
    assertThat(next(lines, "id:")).isEqualTo("id:3");

    staff.delete(path("/tokens/" + issued.body().path("id").asText()));
    while (lines.hasNext()) {
      lines.next();
    }
  }

  private static String next(java.util.Iterator<String> lines, String prefix) {
    String line = lines.next();
    while (!line.startsWith(prefix)) {
      line = lines.next();
    }
    return line.replace(" ", "");
  }
}
