package io.bowline.installer.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.installer.Door;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.SelfSigned;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program of the archives, run as it stands in them, with a control plane that it tells and a
/// `kubectl` that writes down what it is given.
@Tag("real")
@RequiresPart("python3")
class StartingTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOKEN = "bwle_canary-of-the-enrollment-token";
  private static final Site SITE =
      new Site(
          "acme-prod",
          "74a6a81e-3f28-44e7-8e94-39f2e222b71d",
          "acme-streaming",
          "europe-west3",
          "external");
  private static final String OUTPUTS =
      """
      {"name": "r-0", "applyResults": {"outputs": {
        "account_id": {"sensitive": false, "value": "acme-streaming"},
        "region": {"value": "europe-west3"}, "vpc_id": {"value": "projects/x/networks/y"},
        "cluster_name": {"value": "bowline-acme-prod"},
        "registry": {"value": "europe-west3-docker.pkg.dev/acme-streaming/bowline-acme-prod"},
        "runner_service_account": {"value": "runner@acme-streaming.iam.gserviceaccount.com"}}}}
      """;

  @TempDir Path scratch;
  private final List<JsonNode> told = new CopyOnWriteArrayList<>();
  private volatile int status = 202;
  private volatile String answer = "{}";
  private HttpsServer plane;

  @BeforeEach
  void world() throws Exception {
    SelfSigned certificate = SelfSigned.make();
    plane = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    plane.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    plane.createContext(
        "/api/v1/door-reports",
        exchange -> {
          told.add(JSON.readTree(exchange.getRequestBody()));
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    plane.start();
    ObjectNode start = JSON.createObjectNode().put("version", 1);
    start
        .putObject("addresses")
        .putObject("artifacts")
        .put("host", "127.0.0.1")
        .put("port", plane.getAddress().getPort());
    start.put("authorities", certificate.pem());
    var vendor =
        new Vendor(
            List.of("203.0.113.0/28"),
            Optional.empty(),
            new Vendor.RunnerKit("image", "{}", "mode: signed\n", start.toString()),
            Optional.empty());
    Map<String, String> files =
        Unpacked.of(Templates.render(Door.GCP_BLUEPRINT, vendor, Optional.of(SITE)));
    for (String name : List.of("start.py", "install.tfvars")) {
      Files.writeString(scratch.resolve(name), files.get(name));
    }
    Files.writeString(scratch.resolve("outputs.json"), OUTPUTS);
    Path kubectl = scratch.resolve("kubectl");
    Files.writeString(
        kubectl,
        "#!/bin/sh\necho \"$@\" >> '%s/said'\n[ \"$1\" != apply ] || cat > '%s/applied'\n"
            .formatted(scratch, scratch));
    kubectl.toFile().setExecutable(true);
  }

  @AfterEach
  void close() {
    plane.stop(0);
  }

  private record Ended(int code, String said) {}

  private Ended run(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("python3", "start.py"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(scratch.toFile()).redirectErrorStream(true);
    builder.environment().merge("PATH", scratch.toString(), (old, own) -> own + ":" + old);
    Process process = builder.start();
    process.outputWriter().append(TOKEN).append('\n').close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void itAsksBeforeAnythingIsMadeWithEveryValue() throws Exception {
    assertThat(run("begin", "install.tfvars"))
        .isEqualTo(new Ended(0, "nothing speaks against it\n"));
    assertThat(told).hasSize(1);
    JsonNode word = told.getFirst();
    assertThat(word.path("phase").asText()).isEqualTo("begun");
    assertThat(word.path("door").asText()).isEqualTo("infra-manager");
    assertThat(word.path("account").asText()).isEqualTo("acme-streaming");
    assertThat(word.at("/parameters/install_id").asText()).isEqualTo(SITE.installId());
    assertThat(word.path("token").asText()).isEqualTo(TOKEN);
  }

  @Test
  void aNoOfTheControlPlaneEndsItWithTheReason() throws Exception {
    status = 409;
    answer = "{\"detail\": \"The install is for another project.\"}";
    Ended ended = run("start", "outputs.json");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.said()).contains("says no: The install is for another project.");
    assertThat(scratch.resolve("said")).doesNotExist();
  }

  @Test
  void theRunnerIsPutThereAndTheTokenIsInOneSecretAndNowhereElse() throws Exception {
    Ended ended = run("start", "outputs.json");
    assertThat(ended.said()).endsWith("the runner runs\n").doesNotContain(TOKEN);
    assertThat(told)
        .extracting(word -> word.path("phase").asText())
        .containsExactly("begun", "made");
    assertThat(told.getFirst().path("attempt")).isEqualTo(told.getLast().path("attempt"));
    assertThat(told.getLast().path("made")).hasSize(3);
    assertThat(Files.readString(scratch.resolve("said")))
        .contains("apply --server-side", "rollout status statefulset/bowline-runner")
        .doesNotContain(TOKEN);
    String applied = Files.readString(scratch.resolve("applied"));
    assertThat(applied).doesNotContain(TOKEN);
    var secrets = new ArrayList<String>();
    for (JsonNode each : JSON.readTree(applied).path("items")) {
      if (each.path("kind").asText().equals("Secret")) {
        secrets.add(
            new String(
                Base64.getDecoder().decode(each.at("/data/bootstrap.json").asText()), UTF_8));
      }
    }
    assertThat(secrets).singleElement().asString().contains(TOKEN, "acme-streaming");
    assertThat(applied)
        .contains("runner@acme-streaming.iam.gserviceaccount.com")
        .contains("bowline.registry.prefix=acme-streaming/bowline-acme-prod");
  }

  @Test
  void aControlPlaneThatIsNotReachedStopsNothing() throws Exception {
    plane.stop(0);
    Ended ended = run("start", "outputs.json");
    assertThat(ended.code()).isZero();
    assertThat(ended.said()).contains("the control plane was not told", "the runner runs");
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    Files.writeString(scratch.resolve("outputs.json"), "{\"applyResults\": {}}");
    assertThat(run("start", "outputs.json").said()).contains("has no outputs of what was made");
    Files.writeString(scratch.resolve("install.tfvars"), "name = \"\"\n");
    assertThat(run("begin", "install.tfvars").said()).contains("name is missing");
    assertThat(run("begin").said()).contains("usage:");
    assertThat(told).isEmpty();
  }
}
