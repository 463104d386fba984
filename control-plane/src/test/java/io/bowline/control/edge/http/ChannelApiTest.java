package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import io.bowline.model.release.Release;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Channels and yanks as the API's callers meet them.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class ChannelApiTest {
  private static final String CHANNEL = "/api/v1/channels/stable";
  private static final String INSTALL =
      """
      {"name":"here","product":"%s","cloud":"byok","account":"1","region":"eu"}\
      """;

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Catalog catalog;

  private final String product = "acme/" + UUID.randomUUID();
  private TestCaller anybody;
  private TestCaller staff;
  private Digest one;
  private Digest two;

  @BeforeEach
  void twoReleases() {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    one = release(1);
    two = release(2);
  }

  private Digest release(long sequence) {
    String version = sequence + ".0.0";
    Digest digest = Digest.of((product + version).getBytes(StandardCharsets.UTF_8));
    var document = new Release(product, version, sequence, "", List.of(), List.of(), List.of());
    catalog.publish(digest, product, document, "{}", "test");
    return digest;
  }

  private Answer move(TestCaller by, String fields, String... headers) {
    HttpRequest.Builder request =
        by.request(CHANNEL)
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "{\"product\":\"%s\",%s}".formatted(product, fields)));
    return by.send(headers.length == 0 ? request : request.headers(headers));
  }

  private Answer yank(TestCaller by, Digest release, String verb, String body) {
    return by.post("/api/v1/releases/" + release + "/" + verb, body);
  }

  private static void assertProblem(Answer answer, int status, String words) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body().path("status").asInt()).isEqualTo(status);
    assertThat(answer.body().path("detail").asText()).contains(words);
  }

  @Test
  void aChannelMovesForTheOneWhoSawWhereItIs() {
    Answer first = move(staff, "\"version\":\"1.0.0\"", "If-Match", "\"0\"");
    assertThat(first.status()).as(first.raw().body()).isEqualTo(200);
    String seen = first.header("ETag");
    assertThat(seen).isEqualTo("\"" + first.body().path("revision").asLong() + "\"");
    assertThat(staff.get(CHANNEL + "?product=" + product).header("ETag")).isEqualTo(seen);

    String second = "\"release\":\"" + two + "\"";
    assertThat(move(staff, second, "If-Match", seen).status()).isEqualTo(200);
    assertThat(move(staff, second, "If-Match", seen).status())
        .as("the same again, after an answer that was lost")
        .isEqualTo(200);
    assertProblem(move(staff, "\"version\":\"1.0.0\"", "If-Match", seen), 412, "points at 2.0.0");
    assertProblem(move(staff, "\"version\":\"1.0.0\""), 409, "channel-moves-back");
    assertThat(move(staff, "\"version\":\"1.0.0\",\"back\":true,\"reason\":\"slow\"").status())
        .isEqualTo(200);

    JsonNode history = staff.get(CHANNEL + "/history?limit=2&product=" + product).body();
    assertThat(history.path("items").findValuesAsText("kind")).containsExactly("back", "promote");
    assertThat(history.path("items").path(0).path("wasVersion").asText()).isEqualTo("2.0.0");
    assertThat(history.path("items").path(0).path("by").asText()).startsWith("staff/");
    JsonNode rest =
        staff
            .get(
                CHANNEL
                    + "/history?product=%s&cursor=%s"
                        .formatted(product, history.path("next").asText()))
            .body();
    assertThat(rest.path("items").findValuesAsText("becameVersion")).containsExactly("1.0.0");
  }

  @Test
  void whatIsAskedWronglyIsSaidByItsField() {
    assertProblem(move(staff, "\"reason\":\"x\""), 422, "exactly one");
    assertProblem(move(staff, "\"version\":\"1.0.0\",\"from\":\"edge\""), 422, "exactly one");
    assertProblem(move(staff, "\"version\":\"1.0.0\",\"reason\":\" \""), 422, "reason");
    for (String etag : List.of("7", "\"x\"", "\"-1\"", "\"99999999999999999999\"", "W/\"1\"")) {
      assertProblem(move(staff, "\"version\":\"1.0.0\"", "If-Match", etag), 422, "If-Match");
    }
    assertProblem(move(staff, "\"version\":\"9\""), 404, "no such release");
    assertProblem(staff.get(CHANNEL), 422, "product");
    assertProblem(staff.get(CHANNEL + "?product=" + product), 404, "no such channel");
    assertProblem(
        staff.get(CHANNEL + "/history?product=" + product + "&cursor=eA"), 404, "channel");
    move(staff, "\"version\":\"1.0.0\"");
    assertProblem(staff.get(CHANNEL + "/history?product=" + product + "&cursor=eA"), 422, "cursor");
    for (String verb : List.of("yank", "unyank")) {
      assertProblem(yank(staff, one, verb, "{}"), 422, "reason");
      assertProblem(yank(staff, one, verb, "{\"reason\":\"\"}"), 422, "reason");
      Digest nobodys = Digest.of(product.getBytes(StandardCharsets.UTF_8));
      assertProblem(yank(staff, nobodys, verb, "{\"reason\":\"r\"}"), 404, "release");
      assertProblem(
          staff.post("/api/v1/releases/latest/" + verb, "{\"reason\":\"r\"}"), 422, "digest");
    }
  }

  @Test
  void aYankTellsWhatItChangedAndItsReasonIsShownWithTheRelease() {
    move(staff, "\"version\":\"1.0.0\"");
    move(staff, "\"version\":\"2.0.0\"");

    Answer yanked = yank(staff, two, "yank", "{\"reason\":\"it leaks\"}");

    assertThat(yanked.status()).as(yanked.raw().body()).isEqualTo(200);
    assertThat(yanked.body().path("channels").path(0).path("version").asText()).isEqualTo("1.0.0");
    assertThat(yank(staff, two, "yank", "{\"reason\":\"it leaks\"}").status()).isEqualTo(200);
    assertProblem(yank(staff, two, "yank", "{\"reason\":\"other\"}"), 409, "it leaks");
    JsonNode shown = staff.get("/api/v1/releases/" + two).body();
    assertThat(shown.path("yanked").asBoolean()).isTrue();
    assertThat(shown.path("yankReason").asText()).isEqualTo("it leaks");
    assertThat(shown.path("yankedBy").asText()).startsWith("staff/");
    assertProblem(move(staff, "\"version\":\"2.0.0\""), 409, "release-yanked");

    assertThat(yank(staff, two, "unyank", "{\"reason\":\"a mistake\"}").status()).isEqualTo(200);
    assertThat(staff.get("/api/v1/releases/" + two).body().has("yankReason")).isFalse();
    assertThat(
            staff
                .get("/api/v1/releases/" + two + "/history")
                .body()
                .path("items")
                .findValuesAsText("kind"))
        .containsExactly("unyank", "yank");
    assertThat(staff.get(CHANNEL + "?product=" + product).body().path("version").asText())
        .as("a channel does not go back by itself")
        .isEqualTo("1.0.0");
  }

  @Test
  void aPlanByAnEmptyChannelIsRefusedWithWhatToDo() {
    String org = "/api/v1/organizations/" + staff.organization();
    catalog.entitle(OrgId.parse(org.substring(org.lastIndexOf('/') + 1)), product, "test");
    staff.post(org + "/installs", INSTALL.formatted(product));
    move(staff, "\"version\":\"2.0.0\"");
    yank(staff, two, "yank", "{\"reason\":\"it leaks\"}");

    assertProblem(
        staff.post(org + "/installs/here/plans", "{\"channel\":\"stable\"}"), 409, "channel-empty");
    assertProblem(
        staff.post(org + "/installs/here/plans", "{\"release\":\"" + two + "\"}"), 409, "it leaks");
    assertThat(staff.post(org + "/installs/here/plans", "{\"release\":\"" + one + "\"}").status())
        .isEqualTo(201);
  }

  private TestCaller member(String org, String scopes) {
    return anybody.with(
        staff
            .post(
                "/api/v1/organizations/" + org + "/tokens",
                "{\"name\":\"m\",\"scopes\":[%s]}".formatted(scopes))
            .body()
            .path("token")
            .asText());
  }

  private static Answer put(TestCaller by, String path, String body) {
    return by.send(
        by.request(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void aCustomerSeesItsProductsAndPinsItsInstalls() {
    String org = staff.organization();
    String own = "/api/v1/organizations/" + org;
    catalog.entitle(OrgId.parse(org), product, "test");
    TestCaller member = member(org, "\"read\",\"write\"");
    move(staff, "\"version\":\"2.0.0\"");
    member.post(own + "/installs", INSTALL.formatted(product));
    yank(staff, one, "yank", "{\"reason\":\"it leaks\"}");

    assertThat(member.get(own + "/channels").body().path("items").findValuesAsText("version"))
        .contains("2.0.0");
    assertThat(member.get(own + "/channels").raw().body()).doesNotContain("staff/");
    Answer releases = member.get(own + "/releases?product=" + product);
    assertThat(releases.body().path("items").findValuesAsText("yankReason"))
        .containsExactly("it leaks");
    assertThat(releases.raw().body()).doesNotContain("staff/");
    assertThat(member.get(own + "/installs/here/offer").body().path("version").asText())
        .isEqualTo("2.0.0");

    String pin = own + "/installs/here/pin";
    assertProblem(put(member, pin, "{\"version\":\"1.0.0\",\"reason\":\"r\"}"), 409, "it leaks");
    assertProblem(put(member, pin, "{\"reason\":\"r\"}"), 422, "exactly one");
    assertProblem(put(member, pin, "{\"version\":\"2.0.0\"}"), 422, "reason");
    assertThat(put(member, pin, "{\"version\":\"2.0.0\",\"reason\":\"r\"}").status())
        .isEqualTo(200);
    Digest three = release(3);
    assertProblem(
        staff.post(own + "/installs/here/plans", "{\"release\":\"" + three + "\"}"),
        409,
        "install-pinned");
    Answer plan = staff.post(own + "/installs/here/plans", "{}");
    assertThat(plan.status()).as(plan.raw().body()).isEqualTo(201);
    assertThat(plan.body().path("release").asText()).isEqualTo(two.toString());
    assertThat(member.delete(pin).status()).isEqualTo(204);
    assertThat(member.delete(pin).status()).isEqualTo(204);

    String pins = "{\"product\":\"%s\",\"channel\":\"stable\",\"reason\":\"r\"}".formatted(product);
    assertProblem(put(member, own + "/pins", pins), 403, "admin");
    assertThat(put(member(org, "\"admin\""), own + "/pins", pins).status()).isEqualTo(200);
    assertThat(member.get(own + "/pins").body().findValuesAsText("channel"))
        .containsExactly("stable");
    assertThat(member(org, "\"admin\"").delete(own + "/pins?product=" + product).status())
        .isEqualTo(204);
  }

  @Test
  void theVendorSeesWhoRunsWhat() {
    String org = staff.organization();
    catalog.entitle(OrgId.parse(org), product, "test");
    String installs = "/api/v1/organizations/" + org + "/installs";
    for (String name : List.of("a", "b", "c")) {
      staff.post(installs, INSTALL.formatted(product).replace("here", name));
    }

    JsonNode first = staff.get("/api/v1/installs?limit=2&product=" + product).body();
    assertThat(first.path("items")).hasSize(2);
    JsonNode rest =
        staff
            .get(
                "/api/v1/installs?product=%s&cursor=%s"
                    .formatted(product, first.path("next").asText()))
            .body();
    assertThat(rest.path("items")).hasSize(1);
    assertThat(
            staff
                .get("/api/v1/installs?behind=true&yanked=false&organization=" + org)
                .body()
                .path("items"))
        .isEmpty();
    assertProblem(staff.get("/api/v1/installs?release=x"), 422, "release");
    assertProblem(staff.get("/api/v1/installs?organization=x"), 422, "organization");
    for (String cursor : List.of("eA", "eCB5", "!")) {
      assertProblem(staff.get("/api/v1/installs?cursor=" + cursor), 422, "cursor");
    }
    assertProblem(member(org, "\"read\"").get("/api/v1/installs"), 403, "staff");
  }

  @Test
  void onlyTheVendorsPublishersMoveAndYank() {
    String org = staff.organization();
    TestCaller member = member(org, "\"read\",\"write\",\"approve\",\"admin\"");

    assertProblem(move(member, "\"version\":\"1.0.0\""), 403, "staff");
    assertProblem(yank(member, one, "yank", "{\"reason\":\"r\"}"), 403, "staff");
    assertProblem(yank(member, one, "unyank", "{\"reason\":\"r\"}"), 403, "staff");
    assertProblem(member.get("/api/v1/channels"), 403, "staff");
    assertProblem(member.get(CHANNEL + "?product=" + product), 403, "staff");
    assertProblem(member.get(CHANNEL + "/history?product=" + product), 403, "staff");
    assertProblem(member.get("/api/v1/releases/" + one + "/history"), 403, "staff");
    assertThat(catalog.find(one).orElseThrow().yanked()).isFalse();
  }
}
