package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.release.trust.PublicKeyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs against an API whose answers a test writes down.
class ApiVerbsTest {
  private static final String INSTALL = "018f6f1e-0000-7000-8000-000000000001";
  private static final String DIGEST = Digest.of(new byte[] {1}).toString();

  @TempDir Path folder;
  private WrittenApi api;
  private Run.User operator;
  private final AtomicInteger seen = new AtomicInteger();

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    operator = api.operator(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void loginTriesTheTokenAndRemembersItForThisUserAlone() throws IOException {
    api.answer("GET organizations?limit=100", "{\"items\":[{\"id\":\"o1\",\"name\":\"acme\"}]}");
    Run.User newcomer =
        new Run.User(folder, Map.of("XDG_CONFIG_HOME", folder.toString()), "s3same\n");
    assertThat(newcomer.run("org", "list").code()).isEqualTo(4);
    Run login = newcomer.run("login", api.base().toString(), "--token-file", "-");
    assertThat(login.code()).as(login.err()).isZero();
    assertThat(login.out()).contains("organizations: acme").doesNotContain("s3same");
    Path file = folder.resolve("bowline/cli.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    api.answer("GET organizations?limit=200", "{\"items\":[],\"next\":null}");
    assertThat(newcomer.run("org", "list").code()).isZero();
    assertThat(api.asked().getLast().authorization()).isEqualTo("Bearer s3same");
  }

  @Test
  void aListIsReadPageByPageAndPrintedInFourForms() {
    api.answer(
        "GET organizations/acme/installs?limit=200",
        "{\"items\":[{\"id\":\"1\",\"name\":\"one\\u001b[31m\",\"status\":\"ready\"}],"
            + "\"next\":\"c1\"}");
    api.answer(
        "GET organizations/acme/installs?cursor=c1&limit=199",
        "{\"items\":[{\"id\":\"2\",\"name\":\"two\",\"status\":\"new\"}]}");
    Run table = operator.run("install", "list", "--limit", "200");
    assertThat(table.out()).startsWith("ID  NAME").contains("1   one [31m").contains("2   two");
    assertThat(operator.run("install", "list", "--limit", "200", "-o", "name").out())
        .isEqualTo("1\n2\n");
    assertThat(operator.run("install", "list", "--limit", "200", "-o", "yaml").out())
        .contains("- id: '1'")
        .contains("name: two");
    assertThat(operator.run("install", "list", "--limit", "200", "-o", "json").out())
        .contains("\"name\" : \"two\"");
  }

  @Test
  void tablesAreForPeopleAndNameTheReleaseByItsVersionWhileOtherFormsKeepEveryDigit() {
    String digest = "sha256:" + "ab".repeat(32);
    api.answer(
        "GET organizations/acme/installs?limit=200",
        "{\"items\":[{\"id\":\"1\",\"name\":\"one\",\"release\":\"" + digest + "\"}]}");
    api.answer(
        "GET releases?limit=200",
        "{\"items\":[{\"digest\":\"" + digest + "\",\"version\":\"2.0.0\"}]}");
    assertThat(operator.run("install", "list", "--limit", "200").out())
        .contains("2.0.0 (sha256:abababababab)")
        .doesNotContain(digest);
    assertThat(operator.run("install", "list", "--limit", "200", "-o", "json").out())
        .contains("\"release\" : \"" + digest + "\"");
  }

  @Test
  @Tag("C61.running-subset")
  void findingsEndWithOneWhileAnyIsOpen() {
    String list = "GET organizations/acme/installs/one/findings";
    String open =
        "{\"id\":\"1\",\"kind\":\"foreign-image\",\"text\":\"pod a runs\\u001b[2J b\","
            + "\"openedAt\":\"2026-03-01T10:00:00Z\"}";
    api.answer(
        list + "?limit=200&state=open",
        "{\"items\":[" + open + "],\"checkedAt\":\"2026-03-01T11:00:00Z\",\"unlisted\":3}");
    api.answer(
        list + "?limit=1",
        "{\"items\":[" + open + "],\"checkedAt\":\"2026-03-01T11:00:00Z\",\"unlisted\":3}");
    Run run = operator.run("install", "findings", "one");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("foreign-image", "pod a runs [2J b").contains("and 3 more");

    api.answer("GET organizations/acme/installs/one", "{\"id\":\"1\",\"openFindings\":1}");
    api.answer(list + "?limit=20&state=open", "{\"items\":[" + open + "]}");
    assertThat(operator.run("install", "show", "one").out()).contains("FINDING: pod a runs");

    api.answer(list + "?limit=200&state=all", "{\"items\":[],\"unlisted\":0}");
    api.answer(list + "?limit=1", "{\"items\":[],\"unlisted\":0}");
    Run none = operator.run("install", "findings", "one", "--all");
    assertThat(none.code()).as(none.err()).isZero();
    assertThat(none.out() + none.err()).contains("nothing was looked at yet");
  }

  @Test
  void aVerbThatIsNotThereIsAnsweredWithThoseThatAre() {
    Run no = operator.run("install", "shwo", "x");
    assertThat(no.code()).isEqualTo(2);
    assertThat(no.out()).isEmpty();
    assertThat(no.err().lines())
        .hasSize(3)
        .first()
        .isEqualTo("bowline: there is no 'bowline install shwo'");
    assertThat(no.err().lines().toList().get(1))
        .matches("there is: [a-z-]+(, [a-z-]+)+")
        .contains(" show,", " uninstall,");
    assertThat(no.err()).endsWith("try: bowline install --help\n");
    assertThat(operator.run("install", "show", "x", "--fast").err()).contains("--fast");
  }

  @Test
  void aBrokenAuditChainIsAFailure() {
    api.answer("GET organizations/acme/audit/verification", "{\"intact\":true,\"entries\":3}");
    assertThat(operator.run("audit", "verify").code()).isZero();
    api.answer(
        "GET organizations/acme/audit/verification",
        "{\"intact\":false,\"entries\":3,\"reason\":\"entry 2 was changed\"}");
    Run broken = operator.run("audit", "verify");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.out()).contains("entry 2 was changed");
  }

  @Test
  void problemsAreOneReadableLineWithADocumentedCode() {
    problem(409, "Conflict", "an install of this name is there");
    assertThat(operator.run("install", "create", "x", "--product", "p"))
        .isEqualTo(new Run(6, "", "bowline: Conflict: an install of this name is there\n"));
    api.answer(
        "GET organizations/acme/plans/nope",
        404,
        "application/problem+json",
        """
        {"title":"Not found","detail":"There is no such plan."}\
        """);
    assertThat(operator.run("plan", "show", "nope").err())
        .isEqualTo("bowline: Not found: There is no such plan: plans/nope\n");
    problem(403, "Forbidden", "");
    assertThat(operator.run("install", "create", "x", "--product", "p").code()).isEqualTo(4);
    problem(500, "Oops", "");
    assertThat(operator.run("install", "create", "x", "--product", "p").code()).isEqualTo(7);
    assertThat(operator.run("install", "show", INSTALL).code()).isEqualTo(5);
    assertThat(operator.run("install", "create").code()).isEqualTo(2);
    assertThat(operator.run("nonsense").err()).contains("try: bowline --help");
    api.close();
    assertThat(operator.run("org", "list"))
        .isEqualTo(
            new Run(
                3,
                "",
                "bowline: cannot connect to " + api.base().getAuthority() + "; is it running?\n"));
  }

  private void problem(int status, String title, String detail) {
    api.answer(
        "POST organizations/acme/installs",
        status,
        "application/problem+json",
        "{\"title\":\"%s\",\"detail\":\"%s\"}".formatted(title, detail));
  }

  @Test
  void anApprovalIsSignedHereOverThePlansDigest() throws Exception {
    api.answer(
        "GET organizations/acme/plans/p1",
        "{\"id\":\"p1\",\"install\":\"%s\",\"digest\":\"%s\"}".formatted(INSTALL, DIGEST));
    api.answer("POST organizations/acme/plans/p1/approvals", "{}");
    assertThat(operator.run("release", "keygen", "me.key").code()).isZero();
    Run run = operator.run("approve", "p1", "--key", "me.key", "--digest", DIGEST);
    assertThat(run.code()).as(run.err()).isZero();
    WrittenApi.Asked posted = api.asked().getLast();
    assertThat(posted.idempotency()).isEqualTo("00000000-0000-0001-0000-000000000002");
    JsonNode body = JsonMapper.builder().build().readTree(posted.body());
    ApprovalStatement statement =
        new ApprovalStatement(
            Digest.parse(DIGEST),
            InstallId.parse(INSTALL),
            body.path("sequence").asLong(),
            Instant.parse(body.path("expires").asText()),
            body.path("keyId").asText());
    assertThat(statement.expires()).isEqualTo(Instant.parse("2026-05-01T13:00:00Z"));
    PublicKeyText key = PublicKeyText.read(Files.readString(folder.resolve("me.key.pub")));
    assertThat(
            key.verifies(
                statement.signedBytes(),
                Base64.getDecoder().decode(body.path("signature").asText())))
        .isTrue();
    Run other =
        operator.run(
            "approve", "p1", "--key", "me.key", "--digest", Digest.of(new byte[0]).toString());
    assertThat(other.code()).isEqualTo(6);
  }

  @Test
  void watchingAJobEndsWithItAndTellsHowByItsCode() {
    String path = "GET organizations/acme/jobs/j1";
    api.answer(path, "{\"id\":\"j1\",\"kind\":\"apply\",\"phase\":\"failed\"}");
    assertThat(operator.run("job", "watch", "j1").code()).isEqualTo(1);
    String job = "{\"id\":\"j1\",\"kind\":\"apply\",\"phase\":\"%s\",\"steps\":[%s]}";
    String first = "{\"step\":\"images\",\"state\":\"started\",\"message\":\"1 of 3 images\"}";
    String then = "{\"step\":\"images\",\"state\":\"done\",\"message\":\"3 images synced\"}";
    api.answer(path, job.formatted("running", first));
    api.answer(
        path + "/events",
        200,
        "text/event-stream",
        """
        :following

        id: 7
        event: phase
        data: {"job":"j1","phase":"running"}

        id: 8
        event: step
        data: {"job":"j1","step":"images"}

        """);
    api.whenAsked(request -> {
      if (request.endsWith("/events")) {
        seen.incrementAndGet();
      } else if (seen.get() == 2) {
        api.answer(path, job.formatted("succeeded", first + "," + then));
      }
    });
    Run run = operator.run("job", "watch", "j1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsOnlyOnce("phase  running\n  images  started  1 of 3 images\n")
        .containsOnlyOnce("  images  done  3 images synced\n");
  }

  @Test
  void theOnlyOrganizationNeedsNoName() {
    Run.User nameless =
        new Run.User(
            folder, Map.of("BOWLINE_SERVER", api.base().toString(), "BOWLINE_TOKEN", "s3same"), "");
    api.answer("GET organizations?limit=2", "{\"items\":[{\"id\":\"o1\",\"name\":\"acme\"}]}");
    api.answer("GET organizations/o1/tokens?limit=200", "{\"items\":[]}");
    assertThat(nameless.run("token", "list").code()).isZero();
    api.answer("GET organizations?limit=2", "{\"items\":[{\"id\":\"o1\"},{\"id\":\"o2\"}]}");
    assertThat(nameless.run("token", "list").err()).contains("--org");
  }

  @Test
  void everyCommandHasHelpAndTheCodesAreInIt() {
    Run help = operator.run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Exit codes:").contains("cannot be reached");
    for (String command : new String[] {"login", "plan", "approve", "logs", "capture"}) {
      assertThat(operator.run(command, "--help").code()).isZero();
    }
    assertThat(operator.run("completion").out()).contains("complete -F");
  }

  @Test
  void aVersionIsThatOfTheInstallsOwnProduct() {
    api.answer(
        "GET organizations/acme/installs/one", "{\"id\":\"i1\",\"product\":\"acme/streaming\"}");
    api.answer(
        "GET releases?limit=200&product=acme%2Fstreaming",
        """
        {"items":[{"digest":"%s","product":"acme/streaming","version":"3.0.0"}]}\
        """
            .formatted(DIGEST));
    api.answer("POST organizations/acme/installs/one/plans", "{\"id\":\"p1\"}");
    Run run = operator.run("plan", "create", "one", "--release", "3.0.0", "-o", "name");
    assertThat(run).isEqualTo(new Run(0, "p1\n", ""));
    assertThat(api.asked().getLast().body()).contains("\"release\":\"" + DIGEST + "\"");
  }

  @Test
  void aPlanIsWatchedToItsEnd() {
    String path = "GET organizations/acme/plans/p1";
    api.answer(path, "{\"id\":\"p1\",\"status\":\"planning\"}");
    api.whenAsked(_ -> {
      switch (seen.incrementAndGet()) {
        case 2 -> api.answer(path, "{\"id\":\"p1\",\"status\":\"applying\"}");
        case 3 -> api.answer(path, "{\"id\":\"p1\",\"status\":\"returned\",\"reason\":\"crash\"}");
        default -> {}
      }
    });
    Run run = operator.run("plan", "watch", "p1");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).startsWith("planning\napplying\n").contains("crash");
    api.answer(path, "{\"id\":\"p1\",\"status\":\"awaiting-approval\"}");
    assertThat(operator.run("plan", "watch", "p1").code()).isZero();
  }

  @Test
  void aBootstrapFileIsOfItsUserAloneAndItsTokenIsNotPrinted() throws IOException {
    api.answer(
        "POST organizations/acme/installs/one/enrollment-tokens",
        """
        {"token":"t0ken","expiresAt":"2026-05-01T13:00:00Z","bootstrap":{"token":"t0ken"}}\
        """);
    Run run = operator.run("install", "token", "one", "--bootstrap", "boot.json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("boot.json").doesNotContain("t0ken");
    Path file = folder.resolve("boot.json");
    assertThat(file).content().contains("\"token\" : \"t0ken\"");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(operator.run("install", "token", "one", "--bootstrap", "boot.json").code())
        .isEqualTo(6);
  }
}
