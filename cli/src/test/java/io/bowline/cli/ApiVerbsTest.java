package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.release.trust.PublicKeyText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs against an API whose answers a test writes down.
class ApiVerbsTest {
  private static final String INSTALL = "018f6f1e-0000-7000-8000-000000000001";
  private static final String DIGEST = Digest.of(new byte[] {1}).toString();

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  @TempDir Path folder;
  private HttpServer server;
  private URI base;
  private Run.User operator;
  private volatile Consumer<String> whenAsked = _ -> {};
  private final AtomicInteger seen = new AtomicInteger();

  private record Answer(int status, String type, String body) {}

  private record Asked(
      String request, String body, String authorization, String idempotency, String lastEvent) {}

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    operator =
        new Run.User(
            folder,
            Map.of(
                "BOWLINE_SERVER",
                base.toString(),
                "BOWLINE_TOKEN",
                "s3same",
                "BOWLINE_ORG",
                "acme"),
            "");
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      var headers = exchange.getRequestHeaders();
      whenAsked.accept(request);
      asked.add(
          new Asked(
              request,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              String.valueOf(headers.getFirst("Authorization")),
              String.valueOf(headers.getFirst("Idempotency-Key")),
              String.valueOf(headers.getFirst("Last-Event-ID"))));
      Answer answer =
          answers.getOrDefault(
              request.replaceAll("^(\\w+) /api/v1/", "$1 "), new Answer(404, "text/plain", ""));
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private void answer(String request, String json) {
    answers.put(request, new Answer(200, "application/json", json));
  }

  @Test
  void loginTriesTheTokenAndRemembersItForThisUserAlone() throws IOException {
    answer("GET organizations?limit=100", "{\"items\":[{\"id\":\"o1\",\"name\":\"acme\"}]}");
    Run.User newcomer =
        new Run.User(folder, Map.of("XDG_CONFIG_HOME", folder.toString()), "s3same\n");
    assertThat(newcomer.run("org", "list").code()).isEqualTo(4);
    Run login = newcomer.run("login", base.toString(), "--token-file", "-");
    assertThat(login.code()).as(login.err()).isZero();
    assertThat(login.out()).contains("organizations: acme").doesNotContain("s3same");
    Path file = folder.resolve("bowline/cli.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    answer("GET organizations?limit=200", "{\"items\":[],\"next\":null}");
    assertThat(newcomer.run("org", "list").code()).isZero();
    assertThat(asked.getLast().authorization()).isEqualTo("Bearer s3same");
  }

  @Test
  void aListIsReadPageByPageAndPrintedInFourForms() {
    answer(
        "GET organizations/acme/installs?limit=200",
        "{\"items\":[{\"id\":\"1\",\"name\":\"one\\u001b[31m\",\"status\":\"ready\"}],"
            + "\"next\":\"c1\"}");
    answer(
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
    answer(
        "GET organizations/acme/installs?limit=200",
        "{\"items\":[{\"id\":\"1\",\"name\":\"one\",\"release\":\"" + digest + "\"}]}");
    answer(
        "GET releases?limit=200",
        "{\"items\":[{\"digest\":\"" + digest + "\",\"version\":\"2.0.0\"}]}");
    assertThat(operator.run("install", "list", "--limit", "200").out())
        .contains("2.0.0 (sha256:abababababab)")
        .doesNotContain(digest);
    assertThat(operator.run("install", "list", "--limit", "200", "-o", "json").out())
        .contains("\"release\" : \"" + digest + "\"");
  }

  @Test
  void metricsAreReadableWithoutBrackets() {
    answer(
        "GET organizations/acme/installs/" + INSTALL + "/metrics?since=2026-05-01T11%3A00%3A00Z",
        "{\"items\":[{\"name\":\"heap\",\"labels\":{\"job\":\"runner\",\"pod\":\"p-0\"},"
            + "\"value\":3.0578344E7,\"time\":\"2026-05-01T11:59:00Z\"}]}");
    assertThat(operator.run("metrics", INSTALL, "--limit", "200").out())
        .contains("job=runner,pod=p-0", "30578344 ");
  }

  @Test
  void aVerbThatIsNotThereIsAnsweredWithThoseThatAre() {
    assertThat(operator.run("install", "shwo", "x"))
        .isEqualTo(
            new Run(
                2,
                "",
                """
                bowline: there is no 'bowline install shwo'
                there is: list, create, show, set, history, token, uninstall
                try: bowline install --help
                """));
    assertThat(operator.run("install", "show", "x", "--fast").err()).contains("--fast");
  }

  @Test
  void noLogsAreAnsweredWithHowToAskForSome() {
    answer(
        "GET organizations/acme/installs/"
            + INSTALL
            + "/logs?since=2026-05-01T11%3A00%3A00Z&limit=201",
        "{\"items\":[]}");
    assertThat(operator.run("logs", INSTALL, "--limit", "200").out())
        .contains("bowline capture start " + INSTALL);
    assertThat(operator.run("logs", INSTALL, "--limit", "200", "-o", "json").out())
        .isEqualTo("[ ]\n");
  }

  @Test
  void aBrokenAuditChainIsAFailure() {
    answer("GET organizations/acme/audit/verification", "{\"intact\":true,\"entries\":3}");
    assertThat(operator.run("audit", "verify").code()).isZero();
    answer(
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
    problem(403, "Forbidden", "");
    assertThat(operator.run("install", "create", "x", "--product", "p").code()).isEqualTo(4);
    problem(500, "Oops", "");
    assertThat(operator.run("install", "create", "x", "--product", "p").code()).isEqualTo(7);
    assertThat(operator.run("install", "show", INSTALL).code()).isEqualTo(5);
    assertThat(operator.run("install", "create").code()).isEqualTo(2);
    assertThat(operator.run("nonsense").err()).contains("try: bowline --help");
    server.stop(0);
    assertThat(operator.run("org", "list"))
        .isEqualTo(
            new Run(
                3, "", "bowline: cannot connect to " + base.getAuthority() + "; is it running?\n"));
  }

  private void problem(int status, String title, String detail) {
    answers.put(
        "POST organizations/acme/installs",
        new Answer(
            status,
            "application/problem+json",
            "{\"title\":\"%s\",\"detail\":\"%s\"}".formatted(title, detail)));
  }

  @Test
  void anApprovalIsSignedHereOverThePlansDigest() throws Exception {
    answer(
        "GET organizations/acme/plans/p1",
        "{\"id\":\"p1\",\"install\":\"%s\",\"digest\":\"%s\"}".formatted(INSTALL, DIGEST));
    answer("POST organizations/acme/plans/p1/approvals", "{}");
    assertThat(operator.run("release", "keygen", "me.key").code()).isZero();
    Run run = operator.run("approve", "p1", "--key", "me.key", "--digest", DIGEST);
    assertThat(run.code()).as(run.err()).isZero();
    Asked posted = asked.getLast();
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
    answer(path, "{\"id\":\"j1\",\"kind\":\"apply\",\"phase\":\"failed\"}");
    assertThat(operator.run("job", "watch", "j1").code()).isEqualTo(1);
    answer(path, "{\"id\":\"j1\",\"kind\":\"apply\",\"phase\":\"running\"}");
    answers.put(
        path + "/events",
        new Answer(
            200,
            "text/event-stream",
            """
            :following

            id: 7
            event: step
            data: {"step":"broker","state":"started"}

            """));
    whenAsked =
        request -> {
          if (request.endsWith("/events")) {
            seen.incrementAndGet();
          } else if (seen.get() == 2) {
            answer(path, "{\"id\":\"j1\",\"kind\":\"apply\",\"phase\":\"succeeded\"}");
          }
        };
    Run run = operator.run("job", "watch", "j1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("step  step=broker,state=started");
  }

  @Test
  void theOnlyOrganizationNeedsNoName() {
    Run.User nameless =
        new Run.User(
            folder, Map.of("BOWLINE_SERVER", base.toString(), "BOWLINE_TOKEN", "s3same"), "");
    answer("GET organizations?limit=2", "{\"items\":[{\"id\":\"o1\",\"name\":\"acme\"}]}");
    answer("GET organizations/o1/tokens?limit=200", "{\"items\":[]}");
    assertThat(nameless.run("token", "list").code()).isZero();
    answer("GET organizations?limit=2", "{\"items\":[{\"id\":\"o1\"},{\"id\":\"o2\"}]}");
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
  void aPlanIsWatchedToItsEnd() {
    String path = "GET organizations/acme/plans/p1";
    answer(path, "{\"id\":\"p1\",\"status\":\"planning\"}");
    whenAsked =
        _ -> {
          switch (seen.incrementAndGet()) {
            case 2 -> answer(path, "{\"id\":\"p1\",\"status\":\"applying\"}");
            case 3 -> answer(path, "{\"id\":\"p1\",\"status\":\"returned\",\"reason\":\"crash\"}");
            default -> {}
          }
        };
    Run run = operator.run("plan", "watch", "p1");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).startsWith("planning\napplying\n").contains("crash");
    answer(path, "{\"id\":\"p1\",\"status\":\"awaiting-approval\"}");
    assertThat(operator.run("plan", "watch", "p1").code()).isZero();
  }

  private static String line(int number) {
    return """
    {"time":"2026-05-01T11:30:00Z","component":"c","pod":"p","line":"line %d"}\
    """
        .formatted(number);
  }

  @Test
  void followingLogsGoesOnAfterTheLastEventWhenTheStreamBreaks() {
    String path = "GET organizations/acme/installs/one/logs/stream?since=2026-05-01T11%3A00%3A00Z";
    answers.put(
        path,
        new Answer(
            200,
            "text/event-stream",
            ": following\n\nevent: lines\nid: a\ndata: [%s,%s]\n\nevent: gap\ndata: {\"reason\":\"deleted\"}\n\nevent: lines\nid: b\ndata: [%s"
                .formatted(line(1), line(2), line(3))));
    whenAsked =
        _ -> {
          if (seen.incrementAndGet() == 2) {
            answers.put(
                path,
                new Answer(
                    200,
                    "text/event-stream",
                    "event: lines\nid: b\ndata: [%s]\n\n".formatted(line(3))));
          } else if (seen.get() > 2) {
            answers.put(path, new Answer(401, "text/plain", ""));
          }
        };
    Run run = operator.run("logs", "one", "--follow", "-o", "json");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out().lines()).hasSize(3).allMatch(line -> line.startsWith("{\"time\":"));
    assertThat(run.out())
        .containsOnlyOnce("line 1")
        .containsOnlyOnce("line 2")
        .containsOnlyOnce("line 3");
    assertThat(run.err()).contains("deleted");
    assertThat(asked).extracting(Asked::lastEvent).containsExactly("null", "a", "b");
  }

  @Test
  void moreLinesThanOnePageAreAskedForPageByPageAndPrintedInTheOrderOfTime() {
    String path = "GET organizations/acme/installs/one/logs?grep=a+b&match=pod%3Dx*&since=";
    String since = "2026-05-01T11%3A00%3A00Z";
    answer(
        path + since + "&limit=3",
        "{\"items\":[%s,%s],\"next\":\"older\"}".formatted(line(2), line(3)));
    answer(path + since + "&limit=1&cursor=older", "{\"items\":[%s]}".formatted(line(1)));
    Run run = operator.run("logs", "one", "--tail", "2", "--grep", "a b", "--match", "pod=x*");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().indexOf("line 2")).isPositive().isLessThan(run.out().indexOf("line 3"));
    assertThat(run.out()).doesNotContain("line 1");
  }

  @Test
  void metricsOfATimeAreOneLineASeriesForPeopleAndEveryPointForMachines() {
    answer(
        "GET organizations/acme/installs/one/metrics/range?name=up&since=2026-05-01T11%3A00%3A00Z"
            + "&step=1m",
        """
        {"items":[{"name":"up","labels":{"pod":"p"},"points":[
          {"time":"2026-05-01T11:30:00Z","value":1.0},
          {"time":"2026-05-01T11:31:00Z","value":3.0}]}]}
        """);
    Run table = operator.run("metrics", "one", "--name", "up", "--step", "1m");
    assertThat(table.code()).as(table.err()).isZero();
    assertThat(table.out()).contains("POINTS").contains("▁█").contains("2026-05-01T11:31:00Z");
    Run json = operator.run("metrics", "one", "--name", "up", "--step", "1m", "-o", "json");
    assertThat(json.out()).contains("\"value\" : 3.0");
  }

  @Test
  void aBootstrapFileIsOfItsUserAloneAndItsTokenIsNotPrinted() throws IOException {
    answer(
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

  @Test
  void timesAreSpansOrMoments() {
    answer(
        "GET organizations/acme/installs/"
            + INSTALL
            + "/logs?since=2026-05-01T11%3A00%3A00Z&limit=1000",
        "{\"items\":[]}");
    answers.put("x", new Answer(200, "", ""));
    operator.run("logs", INSTALL, "--since", "1h");
    assertThat(asked.getLast().request()).contains("since=2026-05-01T11%3A00%3A00Z");
    assertThat(operator.run("logs", INSTALL, "--since", "yesterday").code()).isEqualTo(2);
  }
}
