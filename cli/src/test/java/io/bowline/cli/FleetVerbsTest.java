package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cli.session.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs of fleets and clusters against an API whose answers a test writes down, and the page
/// on them, followed command by command.
class FleetVerbsTest {
  private static final Path DOCS = Path.of(System.getProperty("bowline.root"), "docs");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^bowline ((?:fleet|cluster|org) (?:[^\\n]*\\\\\\n)*[^\\n]*)$");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AT = "organizations/acme/infrastructure";
  private static final String ONE = AT + "/calm-river";
  private static final String FLEET =
      """
      {"id":"74a6a81e-3f28-44e7-8e94-39f2e222b71d","organization":"acme","identifier":"calm-river",
       "infra_type":"byok","domain":"kafka.example.com","max_tenants":4,"max_kafka_units":40,
       "tenancy_mode":"shared","status":"Healthy","metadata":{"status_reason":"it is well",
       "used":{"tenants":1,"kafka_units":3},"warnings":["Nodes are small."]},
       "created_at":"2025-04-06T06:34:22.291391Z"}\
      """;
  private static final String CLUSTER =
      """
      {"id":"74a6a81e-3f28-44e7-8e94-39f2e222b71e","identifier":"orders","fleet":"calm-river",
       "tenancy_mode":"shared","kafka_units":3,"throughput_mbps":60,
       "left":{"tenants":3,"kafka_units":37,"throughput_mbps":740},
       "placement":{"fleet":"calm-river","why":"37 Kafka units left","others":[],
        "refused":[{"fleet":"big-lake","why":"is Pending"}]}}\
      """;

  private static final String LENT =
      """
      {"fleet":"calm-river","status":"lent","revision":1,"context":"prod","lent_by":"ann",
       "server":"https://kube.example.com","expires_at":"2025-04-07T06:34:22.000000Z",
       "destroyed_at":null,"destroyed_because":null}\
      """;
  private static final String KUBECONFIG =
      """
      contexts:
      - {name: prod, context: {cluster: a, user: a}}
      - {name: laptop, context: {cluster: a, user: b}}
      clusters: [{name: a, cluster: {server: "https://kube.example.com"}}]
      users:
      - {name: a, user: {token: the-right-one}}
      - {name: b, user: {exec: {command: not-for-you}}}
      """;

  @TempDir Path folder;
  private WrittenApi api;
  private Run.User operator;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    operator = api.operator(folder);
    api.answer("POST " + AT, 201, "application/json", FLEET);
    api.answer("GET " + AT + "?limit=200", "{\"items\":[" + FLEET + "]}");
    api.answer("GET " + AT + "?limit=200&status=Healthy", "{\"items\":[" + FLEET + "]}");
    api.answer("GET " + AT + "?status=Healthy&limit=200", "{\"items\":[" + FLEET + "]}");
    api.answer("GET " + ONE, FLEET);
    api.answer("PATCH " + ONE, FLEET);
    api.answer("DELETE " + ONE, 204, "application/json", "");
    api.answer("POST " + ONE + "/retry", FLEET);
    api.answer("POST " + ONE + "/kubeconfig", LENT);
    api.answer("GET " + ONE + "/kubeconfig", LENT);
    api.answer("DELETE " + ONE + "/kubeconfig", 204, "application/json", "");
    Files.writeString(folder.resolve("cluster.kubeconfig"), KUBECONFIG);
    api.answer("GET " + ONE + "/endpoints", "{\"domain\":\"kafka.example.com\"}");
    api.answer("GET " + ONE + "/status", status("Pending", "Provisioning", "Healthy"));
    String clusters = "organizations/acme/clusters";
    api.answer("POST " + clusters, 201, "application/json", CLUSTER);
    for (String query : List.of("limit=200&fleet=calm-river", "fleet=calm-river&limit=200")) {
      api.answer("GET " + clusters + "?" + query, "{\"items\":[" + CLUSTER + "]}");
    }
    api.answer("GET " + clusters + "/orders", CLUSTER);
    api.answer("PATCH " + clusters + "/orders", CLUSTER);
    api.answer("DELETE " + clusters + "/orders", 204, "application/json", "");
    api.answer("PUT organizations/acme/regions", "{\"regions\":{\"aws\":[\"eu-central-1\"]}}");
    api.answer("GET organizations/acme/regions", "{\"regions\":{}}");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static String status(String... words) {
    var history = JSON.createArrayNode();
    for (int i = 0; i < words.length; i++) {
      history
          .addObject()
          .put("status", words[i])
          .put("reason", "reason " + i)
          .put("at", "2025-04-06T06:34:2%d.000000Z".formatted(i));
    }
    var status = JSON.createObjectNode().put("status", words[words.length - 1]).put("at", "now");
    return status.put("reason", "").set("history", history).toString();
  }

  private JsonNode sent() throws IOException {
    return JSON.readTree(api.asked().getLast().body());
  }

  @Test
  void everyCommandOfThePagesRunsAsItStandsThere() throws IOException {
    List<String> commands =
        COMMAND
            .matcher(
                Files.readString(DOCS.resolve("fleets.md"))
                    + Files.readString(DOCS.resolve("byok.md")))
            .results()
            .map(FleetVerbsTest::line)
            // what waits for an end that is not reached here is typed on a real cluster
            .filter(command -> !command.startsWith("fleet delete calm-river --kubeconfig"))
            .filter(command -> !command.contains("still-lake"))
            .toList();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(20);
    for (String command : commands) {
      Run run = operator.run(command.split(" +", -1));
      assertThat(run.code()).as(command + "\n" + run.err()).isZero();
    }
  }

  private static String line(MatchResult command) {
    return command.group(1).replaceAll("\\\\\\n", " ").strip();
  }

  @Test
  void ofAKubeconfigTheChosenContextIsSentAndNothingElse() throws IOException {
    List<String> upload = List.of("fleet", "kubeconfig", "upload", "calm-river");
    for (List<String> line :
        List.of(
            List.of("cluster.kubeconfig", "--context", "prod"), List.of("-", "--context=prod"))) {
      Run.User user = new Run.User(operator.folder(), operator.environment(), KUBECONFIG);
      Run run = user.run(Stream.concat(upload.stream(), line.stream()).toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).contains("lent", "prod").doesNotContain("the-right-one");
      assertThat(sent().path("kubeconfig").asText())
          .contains("the-right-one", "\"current-context\":\"prod\"")
          .doesNotContain("laptop", "not-for-you");
    }
    Run create =
        operator.run(
            ("fleet create calm-river --type byok --domain kafka.example.com --max-tenants 4"
                    + " --max-units 40 --kubeconfig cluster.kubeconfig --context prod")
                .split(" "));
    assertThat(create.code()).as(create.err()).isZero();
    assertThat(sent().path("kubeconfig").asText()).contains("the-right-one");
  }

  @Test
  void aKubeconfigThatIsNotFitIsRefusedHereAndNotSent() {
    int before = api.asked().size();
    Run none = operator.run("fleet", "kubeconfig", "upload", "calm-river", "cluster.kubeconfig");
    assertThat(none.code()).isEqualTo(Exit.USAGE.code());
    assertThat(none.err()).contains("choose with --context: prod, laptop");
    Run exec =
        operator.run(
            "fleet",
            "kubeconfig",
            "upload",
            "calm-river",
            "cluster.kubeconfig",
            "--context",
            "laptop");
    assertThat(exec.code()).isEqualTo(Exit.FAILED.code());
    assertThat(exec.err()).contains("was not sent", "users[1].user.exec");
    assertThat(api.asked()).hasSize(before);
  }

  @Test
  void aFleetIsSentWithThePartsThatWereGiven() throws IOException {
    Run run =
        operator.run(
            "fleet",
            "create",
            "big-lake",
            "--type",
            "oci",
            "--domain",
            "lake.example.com",
            "--max-tenants",
            "2",
            "--max-units",
            "9",
            "--account",
            "main",
            "--region",
            "r-1",
            "--compartment",
            "ocid1.x",
            "--node-size",
            "8x32",
            "--set",
            "cluster_public=true",
            "--set",
            "vcn=new",
            "--set",
            "kubernetes_version=1.34",
            "--set",
            "api_server_allowed_cidrs=[\"203.0.113.0/24\"]");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(sent())
        .isEqualTo(
            JSON.readTree(
                """
                {"identifier":"big-lake","infra_type":"oci","domain":"lake.example.com",
                 "tenancy_mode":"shared","max_tenants":2,"max_kafka_units":9,
                 "placement_config":{"account":"main","region":"r-1","compartment":"ocid1.x"},
                 "advanced_config":{"cluster_public":true,"vcn":"new","kubernetes_version":"1.34",
                  "api_server_allowed_cidrs":["203.0.113.0/24"],
                  "node_size":{"cpu":8,"memory_gb":32}}}\
                """));
    assertThat(run.out()).contains("Healthy").contains("warning: Nodes are small.");
  }

  @Test
  void whatTheServerSaidIsPrintedAsItIsAndAWrongLineIsNotSent() throws IOException {
    Run json = operator.run("fleet", "get", "calm-river", "-o", "json");
    assertThat(JSON.readTree(json.out())).isEqualTo(JSON.readTree(FLEET));
    Run wrong =
        operator.run(
            "fleet", "create", "x", "--type", "byok", "--domain", "d", "--node-size", "big");
    assertThat(wrong.code()).isEqualTo(Exit.USAGE.code());
    assertThat(operator.run("fleet", "update", "calm-river").code()).isEqualTo(Exit.USAGE.code());
  }

  @Test
  void waitingShowsEachStatusOnceAndEndsAsTheFleetDoes() {
    var asked = new AtomicInteger();
    List<String> answers =
        List.of(
            status("Pending"),
            status("Pending", "Provisioning"),
            status("Pending", "Provisioning", "Error"));
    api.answer("GET " + ONE + "/status", answers.getFirst());
    api.whenAsked(request -> {
      if (request.endsWith("/status")) {
        int now = Math.min(asked.getAndIncrement(), answers.size() - 1);
        api.answer("GET " + ONE + "/status", answers.get(now));
      }
    });
    Run run = operator.run("fleet", "status", "calm-river", "--wait");
    assertThat(run.code()).isEqualTo(Exit.FAILED.code());
    assertThat(run.out().lines().filter(line -> line.contains("reason ")))
        .hasSize(3)
        .last()
        .asString()
        .contains("Error")
        .contains("reason 2");
  }

  @Test
  void aKubeconfigIsLentToADeletionWhenItIsNeededAndWhatIsLeftIsShown() throws IOException {
    List<String> answers =
        List.of(status("Healthy", "Deleting"), status("Healthy", "Deleting", "DeleteFailed"));
    var asked = new AtomicInteger();
    var lent = new AtomicInteger();
    api.answer(
        "GET " + ONE + "/kubeconfig", LENT.replace("\"revision\"", "\"job\":\"j1\",\"revision\""));
    api.answer(
        "GET organizations/acme/jobs/j1",
        "{\"id\":\"j1\",\"steps\":[{\"step\":\"left\",\"state\":\"skipped\",\"message\":\"Namespace streams\"}]}");
    api.whenAsked(request -> {
      if (request.startsWith("POST ") && request.endsWith("/kubeconfig")) {
        assertThat(asked).hasValue(2);
        lent.incrementAndGet();
        api.answer("GET " + ONE + "/status", 404, "application/problem+json", "{}");
      } else if (request.endsWith("/status") && lent.get() == 0) {
        int now = Math.min(asked.getAndIncrement(), answers.size() - 1);
        api.answer("GET " + ONE + "/status", answers.get(now));
      }
    });
    Run run =
        operator.run(
            "fleet",
            "delete",
            "calm-river",
            "--kubeconfig",
            "cluster.kubeconfig",
            "--context=prod");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(lent).hasValue(1);
    assertThat(run.out())
        .contains("DeleteFailed", "left", "Namespace streams", "deleted calm-river")
        .doesNotContain("the-right-one");
    Run both =
        operator.run(
            "fleet", "delete", "calm-river", "--forget", "--kubeconfig", "cluster.kubeconfig");
    assertThat(both.code()).isEqualTo(Exit.USAGE.code());
    assertThat(both.err()).contains("--forget takes nothing out");
  }

  @Test
  void waitingShowsWhatIsDoneInTheClusterEachStepOnce() {
    api.answer(
        "GET " + ONE + "/kubeconfig", LENT.replace("\"revision\"", "\"job\":\"j1\",\"revision\""));
    api.answer(
        "GET organizations/acme/jobs/j1",
        "{\"id\":\"j1\",\"steps\":[{\"step\":\"reach\",\"state\":\"succeeded\",\"message\":\"It answers.\"},"
            + "{\"step\":\"storage-class\",\"state\":\"failed\",\"message\":\"None.\"}]}");
    var asked = new AtomicInteger();
    api.whenAsked(request -> {
      if (request.endsWith("/status")) {
        boolean over = asked.incrementAndGet() > 3;
        api.answer(
            "GET " + ONE + "/status",
            over ? status("Pending", "Provisioning", "Error") : status("Pending", "Provisioning"));
      }
    });
    Run run =
        operator.run(
            "fleet",
            "kubeconfig",
            "upload",
            "calm-river",
            "cluster.kubeconfig",
            "--context=prod",
            "--wait");
    assertThat(run.code()).isEqualTo(Exit.FAILED.code());
    assertThat(run.out().lines().filter(line -> line.contains("It answers."))).hasSize(1);
    assertThat(run.out()).containsSubsequence("reach", "storage-class", "failed", "None.");
  }

  @Test
  void waitingForTheEndOfAFleetEndsWhenItIsGone() {
    api.answer("GET " + ONE + "/status", 404, "application/json", "{}");
    Run run = operator.run("fleet", "delete", "calm-river", "--wait");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("deleted calm-river");
  }

  @Test
  void aClusterSaysWhatIsLeftAndWhyItsFleetWasChosen() throws IOException {
    Run run =
        operator.run(
            "cluster",
            "create",
            "orders",
            "--units",
            "3",
            "--require",
            "region=eu-1",
            "--prefer",
            "infra_type=byok");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(sent().at("/placement_config/require/region").asText()).isEqualTo("eu-1");
    assertThat(run.out())
        .contains("left on the fleet: 37 Kafka units (740 MBps), 3 clusters")
        .contains("chosen: 37 Kafka units left")
        .contains("not possible: big-lake: is Pending");
    Run both =
        operator.run(
            "cluster", "create", "o", "--units", "1", "--fleet", "f", "--prefer", "region=r");
    assertThat(both.code()).isEqualTo(Exit.USAGE.code());
  }

  @Test
  void regionsAreShownAndSet() throws IOException {
    assertThat(operator.run("org", "regions").out()).contains("every region is allowed");
    Run set = operator.run("org", "regions", "--allow", "aws/eu-1", "--allow", "aws/eu-2");
    assertThat(set.code()).as(set.err()).isZero();
    assertThat(sent()).isEqualTo(JSON.readTree("{\"regions\":{\"aws\":[\"eu-1\",\"eu-2\"]}}"));
    assertThat(operator.run("org", "regions", "--allow", "eu-1").code())
        .isEqualTo(Exit.USAGE.code());
  }
}
