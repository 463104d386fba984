package io.bowline.control.edge.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.edge.http.documented.Timestamp;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.provider.TestProviders;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Fleet providers over the real listener, as their documentation has them.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class FleetProviderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY_ID = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String OTHER_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLETWO";
  private static final String TIME = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject TestProviders sealed;

  private TestCaller staff;
  private String org;
  private String name;
  private String base;

  @BeforeEach
  void organization() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = staff.organization();
    name = staff.get("/api/v1/organizations/" + org).body().path("name").asText();
    base = "/organizations/" + name + "/fleet-providers/";
  }

  private static ObjectNode aws(String identifier) {
    ObjectNode body =
        JSON.createObjectNode().put("identifier", identifier).put("provider_type", "aws");
    body.putObject("configuration").put("aws_access_key", KEY_ID).put("aws_access_secret", SECRET);
    return body;
  }

  private JsonNode made(ObjectNode body) {
    Answer answer = staff.post(base, body.toString());
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body();
  }

  private Answer refused(int status, String field, ObjectNode body) {
    Answer answer = staff.post(base, body.toString());
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    assertThat(answer.body().path("field").asText()).isEqualTo(field);
    assertThat(answer.raw().body()).doesNotContain(SECRET);
    return answer;
  }

  private Answer patch(String path, String body) {
    return staff.send(
        staff
            .request(path)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  private static Set<String> names(JsonNode object) {
    var names = new HashSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  @Tag("P27.fields-exact")
  @Tag("P28.masked")
  @Tag("P29.timestamp-format")
  @Tag("P24.absent-from-path")
  void theAnswerHasTheDocumentedFieldsAndNoOthers() {
    JsonNode made = made(aws("plf-fleet-manager").put("organization", name));
    assertThat(names(made))
        .containsExactlyInAnyOrder(
            "id",
            "organization",
            "identifier",
            "provider_type",
            "configuration",
            "created_at",
            "updated_at");
    assertThat(made.path("id").asText()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(made.path("organization").asText()).isEqualTo(name);
    assertThat(made.path("identifier").asText()).isEqualTo("plf-fleet-manager");
    assertThat(made.path("provider_type").asText()).isEqualTo("aws");
    assertThat(names(made.path("configuration")))
        .containsExactlyInAnyOrder("aws_access_key", "aws_access_secret");
    assertThat(made.path("configuration").path("aws_access_key").asText())
        .isEqualTo("********MPLE");
    assertThat(made.path("configuration").path("aws_access_secret").asText()).isEqualTo("********");
    assertThat(made.path("created_at").asText()).matches(TIME);
    assertThat(made.path("updated_at").asText())
        .matches(TIME)
        .isGreaterThanOrEqualTo(made.path("created_at").asText());
    assertThat(staff.get(base + "plf-fleet-manager/").body()).isEqualTo(made);
    assertThat(made(aws("without-organization")).path("organization").asText()).isEqualTo(name);
  }

  @Test
  @Tag("P29.timestamp-format")
  void aTimeWithoutMicrosecondsHasItsSixDecimalsToo() {
    assertThat(Timestamp.of(Instant.parse("2025-04-06T06:34:22Z")))
        .isEqualTo("2025-04-06T06:34:22.000000Z");
  }

  @Test
  @Tag("P21.both-paths")
  void everyAddressIsServedWithAndWithoutTheSlashAndThePrefix() {
    var identifiers = new ArrayList<String>();
    for (String prefix : List.of("", "/api/v1")) {
      for (String slash : List.of("", "/")) {
        String at = prefix + "/organizations/" + name + "/fleet-providers";
        String identifier = "p" + identifiers.size();
        Answer made = staff.post(at + slash, aws(identifier).toString());
        assertThat(made.status()).as(at + slash).isEqualTo(201);
        identifiers.add(identifier);
        Answer shown = staff.get(at + "/" + identifier + slash);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body()).isEqualTo(made.body());
        assertThat(staff.get(at + slash).body().path("items")).hasSize(identifiers.size());
        assertThat(staff.get(made.header("Location")).body()).isEqualTo(made.body());
        assertThat(patch(at + "/" + identifier + slash, "{}").body()).isEqualTo(made.body());
      }
    }
    for (String identifier : identifiers) {
      assertThat(staff.delete(base + identifier + "/").status()).isEqualTo(204);
    }
    assertThat(staff.get(base).body().path("items")).isEmpty();
  }

  @Test
  @Tag("P2.four-accepted")
  @Tag("P2.others-refused")
  void fourTypesAreKnownAndAnotherIsAnsweredWithTheFour() {
    for (String type : List.of("byok", "AWS", "digitalocean", "")) {
      Answer answer = refused(400, "provider_type", aws("x").put("provider_type", type));
      assertThat(answer.body().path("detail").asText()).contains("aws, gcp, oci, azure");
    }
    for (String type : List.of("gcp", "oci", "azure")) {
      ObjectNode body = aws("x").put("provider_type", type);
      body.putObject("configuration");
      // the type is taken, what it needs is missing
      assertThat(staff.post(base, body.toString()).body().path("detail").asText())
          .contains("is missing");
    }
    made(aws("x"));
  }

  @Test
  @Tag("P12.aws-fields")
  void whatIsMissingIsNamed() {
    for (String field : List.of("identifier", "provider_type", "configuration")) {
      refused(400, field, aws("x").without(List.of(field)).deepCopy());
    }
    for (String field : List.of("aws_access_key", "aws_access_secret")) {
      ObjectNode body = aws("x");
      ((ObjectNode) body.path("configuration")).remove(field);
      refused(400, field, body);
    }
  }

  @Test
  @Tag("P24.mismatch-refused")
  void anotherOrganizationInTheBodyIsRefused() {
    refused(400, "organization", aws("x").put("organization", "another"));
    made(aws("by-id").put("organization", org));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "Upper", "a b", "a/b", "a.b", "ü", "a_b"})
  @Tag("P25.bad-characters")
  void anIdentifierOfOtherCharactersIsRefused(String identifier) {
    refused(400, "identifier", aws(identifier));
    refused(400, "identifier", aws("a".repeat(64)));
  }

  @Test
  @Tag("P25.duplicate-refused")
  @Tag("P25.per-organization")
  @Tag("P7.two-of-one-type")
  void anIdentifierIsGivenOnceInAnOrganization() {
    made(aws("one"));
    made(aws("two"));
    Answer again = staff.post(base, aws("one").toString());
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().path("detail").asText()).contains("fleet provider one already");
    String other = staff.organization();
    assertThat(
            staff
                .post("/organizations/" + other + "/fleet-providers/", aws("one").toString())
                .status())
        .isEqualTo(201);
  }

  @Test
  @Tag("P26.unknown-key-refused")
  void aKeyThatIsNotKnownIsRefusedAtEveryLevel() {
    refused(400, "region", aws("x").put("region", "eu"));
    ObjectNode body = aws("x");
    ((ObjectNode) body.path("configuration")).put("endpoint", "http://169.254.169.254/");
    refused(400, "endpoint", body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "null",
        "[]",
        "{",
        "\"text\"",
        "{} {}",
        "{\"configuration\":[]}",
        "{\"configuration\":\"x\"}",
        "{\"identifier\":{}}",
        "{\"identifier\":\"a\\u0000b\"}",
        "{\"identifier\":\"a\",\"identifier\":\"b\"}"
      })
  void aBodyThatCannotBeReadIsAnsweredWith400(String body) {
    Answer answer = staff.post(base, body == null ? "" : body);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
    assertThat(answer.body().path("detail").asText()).isNotBlank();
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    ObjectNode body = aws("x");
    body.put("identifier", "a".repeat(2 * 1024 * 1024));
    assertThat(staff.post(base, body.toString()).status()).isEqualTo(413);
  }

  @Test
  @Tag("P23.json-only")
  void aBodyThatIsNotJsonIsRefused() {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "nonsense")) {
      assertThat(
              staff
                  .send(
                      staff
                          .request(base)
                          .header("Content-Type", type)
                          .POST(BodyPublishers.ofString(aws("x").toString())))
                  .status())
          .as(type)
          .isEqualTo(415);
    }
    assertThat(staff.send(staff.request(base).POST(BodyPublishers.ofString("{}"))).status())
        .isEqualTo(415);
  }

  @Test
  @Tag("P22.missing")
  @Tag("P22.foreign")
  @Tag("P22.revoked")
  @Tag("P22.scoped")
  void aTokenIsNeededAndOpensItsOwnOrganizationOnly() {
    Answer without = staff.with("").post(base, aws("x").toString());
    assertThat(without.status()).isEqualTo(401);
    assertThat(without.header("WWW-Authenticate")).startsWith("Bearer");
    made(aws("x"));

    String other = staff.organization();
    TestCaller foreign =
        staff.with(token(other, "read\",\"write\",\"admin").path("token").asText());
    assertThat(foreign.get(base + "x/").status()).isEqualTo(404);
    assertThat(foreign.post(base, aws("y").toString()).status()).isEqualTo(404);

    JsonNode token = token(org, "read");
    TestCaller viewer = staff.with(token.path("token").asText());
    assertThat(viewer.get(base + "x/").status()).isEqualTo(200);
    TestCaller operator = staff.with(token(org, "read\",\"write").path("token").asText());
    for (TestCaller weak : List.of(viewer, operator)) {
      assertThat(weak.post(base, aws("y").toString()).status()).isEqualTo(403);
      assertThat(weak.delete(base + "x/").status()).isEqualTo(403);
    }
    staff.delete("/api/v1/organizations/" + org + "/tokens/" + token.path("id").asText());
    assertThat(viewer.get(base + "x/").status()).isEqualTo(401);
  }

  private JsonNode token(String of, String scopes) {
    Answer made =
        staff.post(
            "/api/v1/organizations/" + of + "/tokens",
            "{\"name\":\"t\",\"scopes\":[\"%s\"]}".formatted(scopes));
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    return made.body();
  }

  @Test
  @Tag("P28.mask-keeps-value")
  void whatIsSentAsItWasShownKeepsItsValue() {
    JsonNode made = made(aws("x"));
    ObjectNode echo = JSON.createObjectNode().set("configuration", made.path("configuration"));
    Answer same = patch(base + "x/", echo.toString());
    assertThat(same.status()).as(same.raw().body()).isEqualTo(200);
    assertThat(same.body()).isEqualTo(made);
    assertThat(sealed.opened(org, "x").require("aws_access_secret")).isEqualTo(SECRET);

    ((ObjectNode) echo.path("configuration")).put("aws_access_key", "AKIAIOSFODNN7EXAMPL2");
    Answer changed = patch(base + "x/", echo.toString());
    assertThat(changed.body().path("configuration").path("aws_access_key").asText())
        .isEqualTo("********MPL2");
    assertThat(changed.body().path("updated_at").asText())
        .isGreaterThan(made.path("updated_at").asText());
    assertThat(changed.body().path("created_at")).isEqualTo(made.path("created_at"));
    assertThat(sealed.opened(org, "x").require("aws_access_key")).isEqualTo("AKIAIOSFODNN7EXAMPL2");
    assertThat(sealed.opened(org, "x").require("aws_access_secret")).isEqualTo(SECRET);

    patch(
        base + "x/", "{\"configuration\":{\"aws_access_secret\":\"%s\"}}".formatted(OTHER_SECRET));
    assertThat(sealed.opened(org, "x").require("aws_access_secret")).isEqualTo(OTHER_SECRET);
    assertThat(sealed.opened(org, "x").require("aws_access_key")).isEqualTo("AKIAIOSFODNN7EXAMPL2");
  }

  @Test
  void theMaskIsNoValueToBeginWith() {
    ObjectNode body = aws("x");
    ((ObjectNode) body.path("configuration")).put("aws_access_secret", "********");
    refused(400, "aws_access_secret", body);
  }

  @Test
  void whatCannotChangeIsRefusedAndAWrongChangeChangesNothing() {
    JsonNode made = made(aws("x"));
    for (String body :
        List.of(
            "{\"identifier\":\"y\"}",
            "{\"provider_type\":\"gcp\"}",
            "{\"organization\":\"another\"}",
            "{\"configuration\":{\"aws_access_key\":null}}",
            "{\"configuration\":{\"aws_access_key\":\"x\"}}",
            "{\"configuration\":{\"other\":\"x\"}}",
            "{\"unknown\":1}",
            "")) {
      assertThat(patch(base + "x/", body).status()).as(body).isEqualTo(400);
    }
    assertThat(patch(base + "nobody/", "{}").status()).isEqualTo(404);
    assertThat(staff.get(base + "x/").body()).isEqualTo(made);
  }

  @Test
  void whatIsNotThereIsAnsweredWith404() {
    assertThat(staff.get(base + "nobody/").status()).isEqualTo(404);
    assertThat(staff.delete(base + "nobody/").status()).isEqualTo(404);
    assertThat(staff.get("/organizations/nobody/fleet-providers/").status()).isEqualTo(404);
    made(aws("x"));
    assertThat(staff.delete(base + "x/").status()).isEqualTo(204);
    assertThat(staff.delete(base + "x/").status()).isEqualTo(404);
    made(aws("x"));
  }

  @Test
  @Tag("P30.pagination")
  void theListComesInPartsByIdentifier() {
    for (String identifier : List.of("c", "a", "d", "b", "e")) {
      made(aws(identifier));
    }
    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      JsonNode page = staff.get(base + "?limit=2" + cursor).body();
      page.path("items").forEach(item -> seen.add(item.path("identifier").asText()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    assertThat(seen).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  @Tag("P30.audited")
  void everyChangeIsInTheAuditWithTheNamesOfWhatChanged() {
    made(aws("x"));
    patch(
        base + "x/", "{\"configuration\":{\"aws_access_secret\":\"%s\"}}".formatted(OTHER_SECRET));
    patch(base + "x/", "{}");
    staff.delete(base + "x/");
    Answer audit = staff.get("/api/v1/organizations/" + org + "/audit");
    var actions = new ArrayList<String>();
    audit.body().path("items").forEach(entry -> actions.add(entry.path("action").asText()));
    assertThat(actions)
        .containsSubsequence(
            "fleet-provider.delete", "fleet-provider.update", "fleet-provider.create");
    assertThat(actions).filteredOn("fleet-provider.update"::equals).hasSize(1);
    assertThat(audit.raw().body())
        .contains("aws_access_secret")
        .doesNotContain(KEY_ID)
        .doesNotContain(SECRET)
        .doesNotContain(OTHER_SECRET);
  }

  @Test
  @Tag("P17.ciphertext")
  void noSecretIsInTheDatabaseNorInAnyAnswer() {
    var answers = new StringBuilder();
    answers.append(made(aws("x")));
    answers.append(staff.post(base, aws("z").toString(), "Idempotency-Key", "again").raw().body());
    answers.append(staff.post(base, aws("z").toString(), "Idempotency-Key", "again").raw().body());
    answers.append(staff.post(base, aws("x").toString()).raw().body());
    ObjectNode wrong = aws("y");
    ((ObjectNode) wrong.path("configuration")).put("aws_access_key", SECRET + "x");
    answers.append(staff.post(base, wrong.toString()).raw().body());
    answers.append(staff.get(base).raw().body()).append(staff.get(base + "x").raw().body());
    answers.append(staff.get("/api/v1/organizations/" + org + "/audit").raw().body());
    assertThat(answers).doesNotContain(SECRET).doesNotContain(KEY_ID);

    for (String table : TestDatabase.tables()) {
      assertThat(TestDatabase.dump(table))
          .as(table)
          .doesNotContain(SECRET)
          .doesNotContain(
              java.util.HexFormat.of()
                  .formatHex(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
          .doesNotContain(KEY_ID);
    }
    assertThat(TestDatabase.dump("fleet_provider")).contains("********MPLE");
  }
}
