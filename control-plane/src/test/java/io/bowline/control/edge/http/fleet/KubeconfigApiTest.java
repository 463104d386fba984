package io.bowline.control.edge.http.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.KeptLog;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Kubeconfigs that are lent over the real listener: what is taken, what is refused, and that
/// nobody gets to see one again.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class KubeconfigApiTest extends KubeconfigStage {
  @Test
  @Tag("K19.accepted")
  @Tag("K23.static-check")
  void aFileIsTakenAndWhatIsToldOfItIsNotTheFile() {
    Answer lent = lend(FILE);
    assertThat(lent.status()).as(lent.raw().body()).isEqualTo(200);
    assertThat(lent.body().path("fleet").asText()).isEqualTo("calm-river");
    assertThat(lent.body().path("status").asText()).isEqualTo("lent");
    assertThat(lent.body().path("context").asText()).isEqualTo("prod");
    assertThat(lent.body().path("server").asText()).isEqualTo("https://kube.example.com:6443");
    assertThat(lent.body().path("revision").asInt()).isEqualTo(1);
    assertThat(Instant.parse(lent.body().path("expires_at").asText()))
        .isBetween(Instant.now().plusSeconds(85_000), Instant.now().plusSeconds(87_000));
    assertThat(lent.body().path("destroyed_at").isNull()).isTrue();
    assertThat(staff.get(fleet + "kubeconfig").body()).isEqualTo(lent.body());
    assertThat(staff.get(fleet).body().path("kubeconfig").isNull()).isTrue();
    assertThat(lent.body().path("namespace").asText()).isEqualTo("bowline-calm-river");
    // the credential's own end comes first
    takenBack();
    long end = Instant.now().plusSeconds(600).getEpochSecond();
    assertThat(lend(FILE.replace(TOKEN, token(end))).body().path("expires_at").asText())
        .startsWith(Instant.ofEpochSecond(end).toString().substring(0, 19));
  }

  private void takenBack() {
    assertThat(staff.delete(fleet + "kubeconfig/").status()).isEqualTo(204);
  }

  @Test
  @Tag("K19.accepted")
  void aFormDoesAsWellAndSoDoesTheWishForAFleet() {
    Answer lent = form(fleet + "kubeconfig/", part("kubeconfig", FILE) + part("context", "prod"));
    assertThat(lent.status()).as(lent.raw().body()).isEqualTo(200);
    assertThat(lent.body().path("context").asText()).isEqualTo("prod");
    ObjectNode wish = wish("second").put("kubeconfig", FILE).put("context", "prod");
    Answer made = staff.post(base, wish.toString());
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    assertThat(made.body().path("kubeconfig").isNull()).isTrue();
    assertThat(staff.get(base + "second/kubeconfig/").body().path("status").asText())
        .isEqualTo("lent");
    var parts = new StringBuilder(part("kubeconfig", FILE));
    wish("third").properties().forEach(f -> parts.append(part(f.getKey(), f.getValue().asText())));
    parts.append(part("placement_config", "{\"region\":\"eu-1\"}"));
    Answer third = form(base, parts.toString());
    assertThat(third.status()).as(third.raw().body()).isEqualTo(201);
    assertThat(third.body().at("/placement_config/region").asText()).isEqualTo("eu-1");
    assertThat(staff.get(base + "third/kubeconfig/").body().path("revision").asInt()).isEqualTo(1);
  }

  private static String part(String name, String text) {
    return name.equals("kubeconfig")
        ? "--line\r\nContent-Disposition: form-data; name=\"kubeconfig\"; filename=\"config\"\r\nContent-Type: application/octet-stream\r\n\r\n%s\r\n"
            .formatted(text)
        : "--line\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
            .formatted(name, text);
  }

  private Answer form(String path, String parts) {
    return whole(path, parts + "--line--\r\n");
  }

  private Answer whole(String path, String body) {
    return staff.send(
        staff
            .request(path)
            .header("Content-Type", "Multipart/Form-Data; boundary=line")
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void aFormThatIsBrokenIsRefusedAndNotAnErrorOfOurs() {
    for (String body :
        List.of(
            "",
            "--line",
            "--line--\r\n",
            part("kubeconfig", FILE),
            part("kubeconfig", FILE) + part("kubeconfig", FILE) + "--line--\r\n",
            part("surprise", "x") + "--line--\r\n",
            part("context", "x".repeat(100)).repeat(30) + "--line--\r\n",
            "--line\r\nContent-Disposition: form-data\r\n\r\nx\r\n--line--\r\n")) {
      Answer answer = whole(fleet + "kubeconfig/", body);
      assertThat(answer.status()).as(body + answer.raw().body()).isEqualTo(400);
    }
    Answer other =
        staff.send(
            staff
                .request(fleet + "kubeconfig/")
                .header("Content-Type", "multipart/form-data")
                .POST(BodyPublishers.ofString("x")));
    assertThat(other.status()).isEqualTo(400);
    ObjectNode numbers = wish("n");
    numbers.remove("max_tenants");
    var parts = new StringBuilder(part("max_tenants", "many"));
    numbers.properties().forEach(f -> parts.append(part(f.getKey(), f.getValue().asText())));
    assertThat(form(base, parts.toString()).body().path("field").asText()).isEqualTo("max_tenants");
  }

  @Test
  @Tag("K19.too-large-refused")
  void oneByteMoreThanAMebibyteIsTooLarge() {
    String full = FILE + "#".repeat(MEBIBYTE - FILE.length());
    assertThat(lend(full).status()).isEqualTo(200);
    takenBack();
    Answer larger = lend(full + "#");
    assertThat(larger.status()).isEqualTo(413);
    assertThat(detail(larger)).contains("1 MiB", "--minify");
    assertThat(form(fleet + "kubeconfig/", part("kubeconfig", full + "#")).status()).isEqualTo(413);
    assertThat(form(fleet + "kubeconfig/", part("kubeconfig", full)).status()).isEqualTo(200);
    assertThat(lend("#".repeat(8 * MEBIBYTE)).status()).isEqualTo(413);
    assertThat(staff.post(base, wish("x").put("kubeconfig", full + "#").toString()).status())
        .isEqualTo(413);
    assertThat(staff.get(base + "x").status()).isEqualTo(404);
  }

  @Test
  @Tag("K21.choose-context")
  @Tag("K21.dangling-refused")
  void amongSeveralContextsOneIsChosen() {
    String several =
        FILE.replace("current-context: prod\n", "")
            + "- name: test\n  context: {cluster: prod-cluster, user: installer}\n";
    Answer open = refused(several, "context");
    assertThat(detail(open)).contains("prod, test");
    ObjectNode chosen = JSON.createObjectNode().put("kubeconfig", several).put("context", "test");
    assertThat(staff.post(fleet + "kubeconfig/", chosen.toString()).body().path("context").asText())
        .isEqualTo("test");
    Answer absent = staff.post(fleet + "kubeconfig/", chosen.put("context", "none").toString());
    assertThat(absent.status()).isEqualTo(400);
    assertThat(detail(absent)).contains("none", "prod, test");
    Answer dangling =
        staff.post(
            fleet + "kubeconfig/",
            JSON.createObjectNode()
                .put("kubeconfig", FILE.replace("current-context: prod", "current-context: gone"))
                .toString());
    assertThat(dangling.body().path("field").asText()).isEqualTo("kubeconfig.current-context");
  }

  @Test
  void onlyAFleetOnAClusterThatIsBroughtTakesOne() {
    Answer aws =
        staff.post(base, wish("x").put("infra_type", "aws").put("kubeconfig", FILE).toString());
    assertThat(aws.status()).isEqualTo(400);
    assertThat(aws.body().path("field").asText()).isEqualTo("kubeconfig");
    assertThat(
            staff
                .post(base, wish("x").put("context", "prod").toString())
                .body()
                .path("field")
                .asText())
        .isEqualTo("context");
    Answer patched =
        staff.send(
            staff
                .request(fleet)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"kubeconfig\":\"x\"}")));
    assertThat(patched.status()).isEqualTo(400);
    assertThat(detail(patched)).contains("kubeconfig/");
    assertThat(staff.post(base + "nowhere/kubeconfig/", "{}").status()).isEqualTo(404);
    assertThat(lend(FILE).status()).isEqualTo(200);
  }

  @Test
  @Tag("K22.one-fleet-for-two-clicks")
  void theSameWishWithItsKubeconfigTwiceIsOneFleetAndOneKubeconfig() {
    String wish = wish("two").put("kubeconfig", FILE).toString();
    Answer first = staff.post(base, wish);
    Answer second = staff.post(base, wish);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(staff.get(base + "two/kubeconfig").body().path("revision").asInt()).isEqualTo(1);
    Answer other = staff.post(base, wish.replace(TOKEN, "another"));
    assertThat(other.status()).isEqualTo(409);
  }

  @Test
  void oneIsTakenToMakeAFleetOrToRepairItAndNotOtherwise() {
    move(FleetStatus.PROVISIONING);
    assertThat(lend(FILE).status()).isEqualTo(409);
    move(FleetStatus.HEALTHY);
    Answer healthy = lend(FILE);
    assertThat(healthy.status()).isEqualTo(409);
    assertThat(detail(healthy)).contains("is Healthy");
    move(FleetStatus.UNHEALTHY);
    assertThat(lend(FILE).status()).isEqualTo(200);
  }

  private void move(FleetStatus to) {
    OrgId id = OrgId.parse(org);
    transactions.runInOrg(
        id, tx -> fleets.move(tx, fleets.find(tx, id, "calm-river").orElseThrow(), to, ""));
  }

  @Test
  void anotherOneTakesItsPlaceAndOneCanBeTakenBack() {
    assertThat(staff.delete(fleet + "kubeconfig").status()).isEqualTo(404);
    lend(FILE);
    assertThat(reason()).contains("where none is connected, it waits for one");
    Answer inUse = lend(FILE);
    assertThat(inUse.status()).isEqualTo(409);
    assertThat(detail(inUse)).contains("take that one back first");
    takenBack();
    assertThat(reason()).contains("was stopped: the kubeconfig was taken back");
    Answer second = lend(FILE.replace(TOKEN, "another"));
    assertThat(second.body().path("revision").asInt()).isEqualTo(2);
    move(FleetStatus.ERROR);
    lend(FILE);
    takenBack();
    assertThat(staff.get(fleet + "kubeconfig").body().path("destroyed_because").asText())
        .isEqualTo("it was taken back");
    assertThat(audited())
        .containsExactly(
            "kubeconfig.lent",
            "kubeconfig.destroyed it was taken back",
            "kubeconfig.lent",
            "kubeconfig.destroyed another one was uploaded",
            "kubeconfig.lent",
            "kubeconfig.destroyed it was taken back");
  }

  /// Of kubeconfigs, oldest first, with why.
  private List<String> audited() {
    var all = new ArrayList<String>();
    staff
        .get("/api/v1/organizations/" + org + "/audit")
        .body()
        .path("items")
        .forEach(entry -> {
          String action = entry.path("action").asText();
          if (action.startsWith("kubeconfig.")) {
            all.addFirst(action.equals("kubeconfig.lent") ? action : action + " " + note(entry));
          }
        });
    return all;
  }

  private static String note(JsonNode entry) {
    try {
      return JSON.readTree(entry.path("detail").asText()).path("note").asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void itIsDestroyedInTheTransactionInWhichTheFleetsRunnerEnrolls() {
    lend(FILE);
    String install = serve();
    String token =
        staff
            .post(
                "/api/v1/organizations/" + org + "/installs/" + install + "/enrollment-tokens", "")
            .body()
            .path("token")
            .asText();
    assertThat(sealed()).isTrue();
    var runner = new TestRunner(link.port().orElseThrow(), authority.bundle());
    runner.enroll(token, "a", "r");
    assertThat(sealed()).isFalse();
    assertThat(staff.get(fleet + "kubeconfig").body().path("destroyed_because").asText())
        .isEqualTo("the fleet's runner has enrolled");
    assertThat(audited())
        .containsExactly("kubeconfig.lent", "kubeconfig.destroyed the fleet's runner has enrolled");
  }

  private String serve() {
    String install =
        staff
            .post(
                "/api/v1/organizations/" + org + "/installs",
                "{\"name\":\"i\",\"product\":\"acme/streaming\",\"cloud\":\"byok\",\"region\":\"r\",\"account\":\"a\"}")
            .body()
            .path("id")
            .asText();
    OrgId id = OrgId.parse(org);
    transactions.runInOrg(
        id,
        tx ->
            fleets.serve(
                tx, fleets.find(tx, id, "calm-river").orElseThrow(), InstallId.parse(install)));
    return install;
  }

  /// Whether any secret of this organization is still there.
  private boolean sealed() {
    return TestDatabase.dump("(select sealed from lent_kubeconfig where org = '%s')".formatted(org))
        .contains("\\x");
  }

  @Test
  void itGoesWithItsFleetAndWithItsTime() {
    lend(FILE);
    OrgId id = OrgId.parse(org);
    TestDatabase.execute(id, "update lent_kubeconfig set expires_at = now() - interval '1 s'");
    kubeconfigs.sweep();
    assertThat(sealed()).isFalse();
    assertThat(reason()).contains("was stopped: the kubeconfig was not used in time");
    lend(FILE);
    assertThat(staff.delete(fleet).status()).isEqualTo(204);
    assertThat(sealed()).isFalse();
    assertThat(audited())
        .containsExactly(
            "kubeconfig.lent",
            "kubeconfig.destroyed it was not used in time",
            "kubeconfig.lent",
            "kubeconfig.destroyed the fleet is gone");
  }

  @Test
  @Tag("K20.not-in-database")
  @Tag("K20.not-in-logs")
  @Tag("K20.not-in-answers")
  void itsSecretIsInNoAnswerNoLogAndNoRow() {
    KeptLog logged = KeptLog.begin();
    var answers = new StringBuilder();
    try {
      answers.append(lend(FILE).raw().body());
      answers.append(lend(FILE.replace("https:", "http:")).raw().body());
      answers.append(lend(FILE.replace("    token:", "\ttoken:")).raw().body());
      answers.append(lend(FILE.replace("token: ", "token: [")).raw().body());
      answers.append(
          form(fleet + "kubeconfig/", part("kubeconfig", FILE) + part("x", "y")).raw().body());
      answers.append(form(fleet + "kubeconfig/", part("kubeconfig", FILE)).raw().body());
      String wish = wish("two").put("kubeconfig", FILE).toString();
      for (int i = 0; i < 2; i++) {
        answers.append(staff.post(base, wish, "Idempotency-Key", "k").raw().body());
      }
      answers.append(staff.post(base, wish.replace("}", ",}")).raw().body());
      answers.append(staff.get(base).raw().body()).append(staff.get(fleet).raw().body());
      answers.append(staff.get(fleet + "kubeconfig").raw().body());
      answers.append(staff.get("/api/v1/organizations/" + org + "/audit").raw().body());
    } finally {
      logged.close();
    }
    List<String> forms =
        List.of(
            TOKEN,
            HexFormat.of().formatHex(TOKEN.getBytes(UTF_8)),
            Base64.getEncoder().encodeToString(TOKEN.getBytes(UTF_8)).substring(0, 36));
    for (String secret : forms) {
      assertThat(answers).doesNotContain(secret);
      assertThat(logged.text()).doesNotContain(secret);
      for (String table : TestDatabase.tables()) {
        assertThat(TestDatabase.dump(table)).as(table).doesNotContain(secret);
      }
    }
    assertThat(TestDatabase.dump("lent_kubeconfig")).contains("kube.example.com");
  }
}
