package io.bowline.control.edge.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ordinary clients of Loki's push protocol send to 8433 with no more than an address and a
/// collector's certificate.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Tag("real")
@Timeout(180)
class LogClientsTest {
  private static final int LINES = 500;

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject IngestServers servers;
  @TempDir Path home;

  private TestCaller staff;
  private String install;
  private String push;

  @BeforeEach
  void collector() throws IOException {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    push = "https://localhost:" + servers.ports().getFirst() + "/loki/api/v1/push";
    String org = staff.organization();
    install = "/api/v1/organizations/" + org + "/installs/one";
    made(
        "/api/v1/organizations/" + org + "/installs",
        """
        {"name":"one","product":"acme/streaming","cloud":"byok","region":"r","account":"a"}\
        """);
    KeyPair key = TestRunner.newKey();
    String csr = JsonNodeFactory.instance.textNode(TestRunner.requestPem(key)).toString();
    JsonNode made = made(install + "/collectors", "{\"name\":\"agent\",\"csr\":%s}".formatted(csr));
    Files.writeString(home.resolve("ca.pem"), made.path("authorities").asText());
    Files.writeString(home.resolve("agent.pem"), made.path("certificate").asText());
    Files.writeString(
        home.resolve("agent.key"),
        "-----BEGIN PRIVATE KEY-----%n%s%n-----END PRIVATE KEY-----%n"
            .formatted(Base64.getMimeEncoder().encodeToString(key.getPrivate().getEncoded())));
  }

  private JsonNode made(String path, String body) {
    Answer answer = staff.post(path, body);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body();
  }

  @Test
  @RequiresPart("loki-push")
  @Tag("C15.collectors")
  @Tag("C15.ingest-logs")
  void grafanasGoClientPushesProtobufInSnappy() throws Exception {
    run(goClient());
    assertThat(read("app=go-client")).containsExactlyElementsOf(lines());
  }

  @Test
  @RequiresPart("python-loki")
  @Tag("C15.collectors")
  @Tag("C15.ingest-logs")
  void pythonsLogHandlerPushesJsonLineByLine() throws Exception {
    Path script =
        Files.writeString(
            home.resolve("orders.py"),
            """
            import logging, sys
            import logging_loki

            handler = logging_loki.LokiHandler(url="%s", tags={"app": "python"}, version="1")
            handler.emitter.session.cert = ("agent.pem", "agent.key")
            orders = logging.getLogger("orders")
            orders.setLevel(logging.INFO)
            orders.addHandler(handler)
            for line in sys.stdin:
                orders.info(line.rstrip("\\n"), extra={"tags": {"component": "orders"}})
            """
                .formatted(push));
    run(List.of(Parts.here().require("python-loki").toString(), script.toString()));
    assertThat(read("app=python")).containsExactlyElementsOf(lines());
    assertThat(read("severity=info")).hasSize(LINES);
    assertThat(read("component=payments")).isEmpty();
  }

  private List<String> goClient() {
    return new ArrayList<>(
        List.of(
            Parts.here().require("loki-push").toString(),
            "-url=" + push,
            "-ca=ca.pem",
            "-certificate=agent.pem",
            "-key=agent.key"));
  }

  /// With what must survive any encoding in between.
  private static List<String> lines() {
    return IntStream.range(0, LINES)
        .mapToObj(i -> "order %d: 10 € \"paid\" \\ \t{a=\"b\"} 🚢".formatted(i))
        .toList();
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Path said = home.resolve("said.txt");
    Path input = Files.write(home.resolve("lines.txt"), lines(), UTF_8);
    var builder = new ProcessBuilder(command);
    builder.environment().put("REQUESTS_CA_BUNDLE", home.resolve("ca.pem").toString());
    Process client =
        builder
            .directory(home.toFile())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(client.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      client.destroyForcibly();
    }
    assertThat(client.exitValue()).as(Files.readString(said)).isZero();
    // a handler of Python's says what went wrong and goes on
    assertThat(Files.readString(said)).doesNotContain("Error");
  }

  /// All lines of a label, as the API gives them page by page.
  private List<String> read(String match) {
    var all = new ArrayList<String>();
    String query = install + "/logs?since=2026-01-01T00:00:00Z&limit=200&match=";
    String cursor = "";
    do {
      Answer page = staff.get(query + match.replace("=", "%3D") + cursor);
      assertThat(page.status()).as(page.raw().body()).isEqualTo(200);
      List<String> texts = new ArrayList<>();
      page.body().path("items").forEach(line -> texts.add(line.path("line").asText()));
      all.addAll(0, texts);
      cursor = page.body().has("next") ? "&cursor=" + page.body().path("next").asText() : "";
    } while (!cursor.isEmpty());
    return all;
  }
}
