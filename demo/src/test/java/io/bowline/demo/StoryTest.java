package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Https;
import io.bowline.demo.process.Child;
import io.bowline.demo.process.Processes;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The whole story with the packaged processes, and what a person would try after it. The tests
/// share the processes and go on where the one before has left them.
@Tag("real")
@RequiresPart("terraform")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoryTest {
  private static final Path ROOT =
      Path.of(System.getProperty("bowline.root", "..")).toAbsolutePath().normalize();
  private static final Pattern SECRET =
      Pattern.compile("(client-key-data|token|password): *\"?([^\\s\"]{16,})");
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir static Path folder;

  private static Processes processes;
  private static Product product;
  private static Story story;

  @BeforeAll
  static void prepare() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    var options =
        new Options(
            true,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    processes = new Processes(folder, false);
    product =
        new Product(
            ROOT,
            java,
            folder,
            Ports.choose(),
            processes,
            Optional.empty(),
            Product.Beside.nothing());
    var silent = new Screen(new PrintStream(OutputStream.nullOutputStream()), false, Story.STEPS);
    story = new Story(options, product, ROOT.resolve("samples/streaming"), silent);
  }

  @AfterAll
  static void end() {
    processes.close();
  }

  @Test
  @Order(1)
  @Tag("C3.separate-processes")
  @Tag("C4.api")
  @Tag("C4.job-queue")
  @Tag("C4.monitoring-store")
  @Tag("C14.through-runner")
  @Tag("C15.collectors")
  @Tag("C15.ingest-logs")
  @Tag("C15.ingest-metrics")
  @Tag("C32.request-arrives")
  @Tag("C32.nothing-without-request")
  @Tag("C38.upgrade")
  @Tag("C38.returns-by-itself")
  @Tag("C46.ships")
  @Tag("C47.ships")
  @Tag("C48.api")
  @Tag("C48.artifact-pulls")
  @Tag("C30.no-cloud-call")
  void one_release_travels_all_the_way_is_upgraded_and_a_broken_one_is_returned()
      throws IOException, InterruptedException {
    try (var outward = OutwardConnections.watching(() -> story.controlPlaneId());
        var runners = OutwardConnections.watching(() -> story.runnerId())) {
      // each step throws when its evidence is not there
      story.tell();
      assertThat(outward.ports())
          .as("whom the control plane connected to: its own database, and nobody else")
          .containsExactly(databasePort());
      assertThat(runners.ports())
          .as("whom the runner connected to: the control plane's doors, and never its database")
          .contains(product.ports().link())
          .doesNotContain(databasePort());
    }
  }

  @Test
  @Order(2)
  @Tag("C1.two-deployables")
  void control_plane_and_runner_are_two_packages_and_share_no_file() throws IOException {
    assertThat(packaged("control-plane"))
        .anyMatch(jar -> jar.contains("bowline-control-plane"))
        .noneMatch(jar -> jar.contains("bowline-runner"));
    assertThat(packaged("runner"))
        .anyMatch(jar -> jar.contains("bowline-runner"))
        .noneMatch(jar -> jar.contains("bowline-control-plane"));

    Path account = folder.resolve("account").toRealPath();
    Path data = product.data().toRealPath();
    assertThat(OpenFiles.of(story.controlPlaneId()))
        .as("the look sees what is there")
        .anyMatch(file -> file.startsWith(data))
        .noneMatch(file -> file.startsWith(account));
    assertThat(OpenFiles.of(story.runnerId()))
        .as("the look sees what is there")
        .anyMatch(file -> file.toString().contains("/runner/target/quarkus-app/"))
        .noneMatch(file -> file.startsWith(data))
        .noneMatch(file -> file.toString().contains("/control-plane/"));
  }

  private static List<String> packaged(String module) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/target/quarkus-app"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static int databasePort() throws IOException {
    Path pid = product.data().resolve("postgres/cluster/postmaster.pid");
    return Integer.parseInt(Files.readAllLines(pid).get(3).strip());
  }

  @Test
  @Order(2)
  @Tag("C46.mutual-auth")
  void logs_are_taken_from_nobody_without_a_certificate() throws IOException {
    assertRefused("https://localhost:%d/loki/api/v1/push".formatted(product.ports().logs()));
  }

  @Test
  @Order(2)
  @Tag("C47.mutual-auth")
  void metrics_are_taken_from_nobody_without_a_certificate() throws IOException {
    assertRefused("https://localhost:%d/api/v1/write".formatted(product.ports().metrics()));
  }

  private static void assertRefused(String address) throws IOException {
    HttpClient client = Https.client(Optional.of(product.data().resolve("ca.pem")));
    var push =
        HttpRequest.newBuilder(URI.create(address))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThatThrownBy(() -> client.send(push, HttpResponse.BodyHandlers.discarding()))
        .as("the handshake, before a byte of the push is read")
        .isInstanceOf(IOException.class);
  }

  @Test
  @Order(3)
  void a_plan_that_the_customers_policy_does_not_admit_waits_for_the_right_persons_signature()
      throws IOException {
    Operator operator = story.operator();
    operator.run("release", "keygen", "approver.key");
    operator.run("release", "keygen", "stranger.key");
    Files.writeString(folder.resolve("policy.yaml"), policy("anna", "approver.key.pub"));
    operator.run("install", "set", Story.INSTALL, "-i", "brokerReplicas=2");

    String refused = planned(operator);
    operator.run("approve", refused, "--key", "stranger.key", "--key-id", "anna");
    operator.follow("plan", "watch", refused);
    assertThat(operator.ask("plan", "show", refused).path("reason").asText())
        .contains("signature of key 'anna' does not hold");

    String admitted = planned(operator);
    operator.run("approve", admitted, "--key", "approver.key", "--key-id", "anna");
    operator.run("plan", "watch", admitted, "--through-approval");
    assertThat(operator.ask("plan", "show", admitted).path("status").asText()).isEqualTo("applied");
    Files.writeString(folder.resolve("policy.yaml"), "mode: auto\n");
  }

  /// Asks for the release that runs already, with other inputs, and sees that the plan waits.
  private static String planned(Operator operator) throws IOException {
    String plan =
        operator
            .ask("plan", "create", Story.INSTALL, "--product", Story.PRODUCT, "--release", "2.0.0")
            .path("id")
            .asText();
    operator.run("plan", "watch", plan);
    JsonNode shown = operator.ask("plan", "show", plan);
    assertThat(shown.path("status").asText()).isEqualTo("awaiting-approval");
    assertThat(shown.path("steps").toString()).contains("replicas");
    return plan;
  }

  private static String policy(String approver, String publicKey) throws IOException {
    return """
    mode: signed
    approvers:
      - keyId: %s
        publicKey: |
    %s
    """
        .formatted(
            approver, Files.readString(folder.resolve(publicKey)).indent(10).stripTrailing());
  }

  @Test
  @Order(4)
  @Tag("C3.data-plane-lives-on")
  @Tag("C3.buffers-and-catches-up")
  @Tag("C46.buffered")
  void what_the_data_plane_logs_while_the_control_plane_is_gone_arrives_when_it_is_back()
      throws IOException, InterruptedException {
    story
        .operator()
        .run("capture", "start", Story.INSTALL, "--component", "broker", "--for", "120s");
    story.awaitRunningCapture();
    Instant gone = Instant.now();
    story.controlPlaneProcess().kill();
    Child runner = story.runnerProcess();
    Patience.until(
        "some seconds of outage",
        LONG,
        () -> Instant.now().isAfter(gone.plusSeconds(8)) ? Optional.of(true) : Optional.empty());
    assertThat(runner.alive()).isTrue();

    Instant back = Instant.now();
    story.restartControlPlane();

    JsonNode during =
        Patience.until(
            "a line of the time in between",
            LONG,
            () -> {
              JsonNode lines =
                  story
                      .operator()
                      .ask(
                          "logs",
                          Story.INSTALL,
                          "--component",
                          "broker",
                          "--since",
                          gone.toString());
              for (JsonNode line : lines) {
                Instant at = Instant.parse(line.path("time").asText());
                if (at.isAfter(gone.plusSeconds(2)) && at.isBefore(back)) {
                  return Optional.of(line);
                }
              }
              return Optional.empty();
            });
    assertThat(during.path("line").asText()).contains("broker");
  }

  @Test
  @Order(5)
  @Tag("C30.no-stored-credential")
  void nothing_that_opens_the_customers_account_is_kept_by_the_control_plane()
      throws IOException, InterruptedException {
    List<String> credentials = credentials();
    Path backup = folder.resolve("all.tgz");
    Processes.Ended made =
        processes.run(
            "backup",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                ROOT.resolve("control-plane/target/quarkus-app/quarkus-run.jar").toString(),
                "backup",
                backup.toString(),
                "--data",
                product.data().toString()),
            Map.of());
    assertThat(made.code()).as(made.err()).isZero();

    var kept = new Traces(credentials);
    kept.lookInFolder(product.data());
    kept.lookInArchive(backup);
    assertThat(kept.found()).as("credentials of the account").isEmpty();

    var known = new Traces(List.of(Story.INSTALL));
    known.lookInArchive(backup);
    assertThat(known.found()).as("the look sees what is there").isNotEmpty();
  }

  /// What opens the simulated account's cluster and registry, as it stands in files and decoded.
  private static List<String> credentials() throws IOException {
    String kubeconfig = Files.readString(folder.resolve("account/kubeconfig"));
    List<String> found = new ArrayList<>();
    Matcher secret = SECRET.matcher(kubeconfig);
    while (secret.find()) {
      found.add(secret.group(2));
    }
    assertThat(found).as("credentials of " + kubeconfig.length() + " characters").isNotEmpty();
    found.add(Files.readString(folder.resolve("registry.password")).strip());
    return found;
  }
}
