package io.bowline.installer.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The starter's own program, as the template gives it to its machine, with an Azure and a cluster
/// that are none.
@Tag("real")
@RequiresPart("python3")
class AzureStarterTest {
  @TempDir Path scratch;
  private SelfSigned certificate;
  private HttpServer metadata;
  private HttpsServer cloud;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> bodies = Collections.synchronizedMap(new HashMap<>());
  private final List<JsonNode> told = Collections.synchronizedList(new ArrayList<>());
  private volatile String refusal = "";
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger(2);

  @BeforeEach
  void open() throws Exception {
    certificate = SelfSigned.make();
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    metadata = HttpServer.create(here, 10);
    metadata.createContext(
        "/metadata/identity/oauth2/token",
        exchange ->
            say(
                exchange,
                "true".equals(exchange.getRequestHeaders().getFirst("Metadata")) ? 200 : 400,
                "{\"access_token\": \"%s\"}"
                    .formatted(
                        exchange.getRequestURI().getQuery().contains("6dae42f8")
                            ? "for-kubernetes"
                            : "for-azure")));
    metadata.start();
    cloud = HttpsServer.create(here, 10);
    cloud.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    cloud.createContext("/", this::answer);
    cloud.start();
  }

  @AfterEach
  void close() {
    metadata.stop(0);
    cloud.stop(0);
  }

  @Test
  void itPutsTheRunnerThereAndTakesItselfAway() throws Exception {
    String said = run(Map.of(), 0);
    assertThat(asked)
        .startsWith("POST " + CLUSTER + "/listClusterUserCredential for-azure 403")
        .endsWith(
            "DELETE "
                + STARTER
                + "/Microsoft.Compute/virtualMachines/bowline-acme-prod-starter for-azure 200",
            "DELETE "
                + STARTER
                + "/Microsoft.ManagedIdentity/userAssignedIdentities/bowline-acme-prod-starter for-azure 200");
    assertThat(bodies.keySet()).hasSize(10);
    JsonNode secret =
        AzureDoor.read(body("/api/v1/namespaces/bowline/secrets/bowline-runner-enrollment"));
    JsonNode bootstrap =
        AzureDoor.read(
            new String(
                Base64.getDecoder().decode(secret.at("/data/bootstrap.json").asText()), UTF_8));
    assertThat(bootstrap.path("token").asText()).isEqualTo(AzureDoor.TOKEN);
    assertThat(bootstrap.path("cloud").asText()).isEqualTo("azure");
    assertThat(bootstrap.path("cloudAccount").asText()).isEqualTo(AzureDoor.SUBSCRIPTION);
    assertThat(bootstrap.path("region").asText()).isEqualTo("westeurope");
    assertThat(body("/api/v1/namespaces/bowline/configmaps/bowline-runner"))
        .contains(
            "bowline.registry.url=https://bowlineacmeprod74a6a81e.azurecr.io",
            "bowline.registry.kind=acr",
            "bowline.registry.prefix=bowline-acme-prod");
    assertThat(body("/api/v1/namespaces/bowline/serviceaccounts/bowline-runner"))
        .contains("azure.workload.identity/client-id");
    assertThat(body("/apis/apps/v1/namespaces/bowline/statefulsets/bowline-runner"))
        .contains("azure.workload.identity/use");
    assertThat(said).contains("the runner runs").doesNotContain(AzureDoor.TOKEN);
    assertThat(told)
        .extracting(each -> each.path("phase").asText())
        .containsExactly("begun", "made");
  }

  @Test
  @Tag("C22.phones-home")
  void theControlPlaneIsToldWhatIsThereAndItsNoStopsTheStarter() throws Exception {
    refusal = "elsewhere: the install is for another account";
    assertThat(run(Map.of(), 1))
        .contains("FAILED: the control plane says no: " + refusal)
        .doesNotContain(AzureDoor.TOKEN);
    assertThat(asked).isEmpty();
    assertThat(told).hasSize(1);
    JsonNode begun = told.getFirst();
    assertThat(begun.path("account").asText()).isEqualTo(AzureDoor.SUBSCRIPTION);
    assertThat(begun.path("region").asText()).isEqualTo("westeurope");
    assertThat(begun.at("/made/1/id").asText()).isEqualTo(CLUSTER);
  }

  @Test
  void withoutATokenItAsksNobodyAndSaysWhatToDo() throws Exception {
    assertThat(run(Map.of("enrollmentToken", ""), 1))
        .contains("enrollmentToken is empty", "bowline install token", "bowline-acme-prod-starter");
    assertThat(asked).isEmpty();
  }

  private static final String CLUSTER =
      "/subscriptions/%s/resourceGroups/bowline-acme-prod/providers/Microsoft.ContainerService/managedClusters/bowline-acme-prod"
          .formatted(AzureDoor.SUBSCRIPTION);
  private static final String STARTER =
      "/subscriptions/%s/resourceGroups/bowline-acme-prod-starter/providers"
          .formatted(AzureDoor.SUBSCRIPTION);

  private String body(String path) {
    return bodies.getOrDefault(path, "nothing was put at " + path + ", but at " + bodies.keySet());
  }

  /// Runs it with the addresses of this test in place of those that every machine in Azure has.
  private String run(Map<String, String> given, int code) throws Exception {
    String data =
        AzureDoor.deploy(AzureDoor.template(), given).resources().made().values().stream()
            .filter(each -> each.id().type().equals("Microsoft.Compute/virtualMachines"))
            .findFirst()
            .orElseThrow()
            .asked()
            .at("/properties/osProfile/customData")
            .asText();
    assertThat(data.length()).as("what Azure takes as a machine's own data").isLessThan(65_000);
    Path console = scratch.resolve("console");
    Path script =
        Files.writeString(
            scratch.resolve("starter.py"),
            new String(Base64.getDecoder().decode(data), UTF_8)
                .replace("http://169.254.169.254", address("http", metadata))
                .replace("https://management.azure.com", address("https", cloud))
                .replace("\"/dev/console\", \"w\"", "\"" + console + "\", \"a\"")
                .replace("HOME = home()", "HOME = " + home())
                .replace("PAUSE = 10", "PAUSE = 0.01"));
    Path trusted = Files.writeString(scratch.resolve("azure.pem"), certificate.pem());
    var builder =
        new ProcessBuilder(Parts.here().require("python3").toString(), script.toString())
            .redirectErrorStream(true);
    builder.environment().put("SSL_CERT_FILE", trusted.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(code);
    return said + Files.readString(console);
  }

  private static String address(String scheme, HttpServer server) {
    return "%s://127.0.0.1:%d".formatted(scheme, server.getAddress().getPort());
  }

  /// The control plane shows the same certificate as everything else here.
  private String home() {
    return "dict(home(), host='127.0.0.1', port=%d, authorities=%s)"
        .formatted(cloud.getAddress().getPort(), TextNode.valueOf(certificate.pem()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/api/v1/door-reports")) {
      told.add(AzureDoor.read(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      say(exchange, refusal.isEmpty() ? 200 : 409, "{\"detail\": \"" + refusal + "\"}");
      return;
    }
    String who = exchange.getRequestHeaders().getFirst("Authorization").replace("Bearer ", "");
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    boolean kubernetes = path.startsWith("/api");
    boolean known = who.equals(kubernetes ? "for-kubernetes" : "for-azure");
    int status = known && (kubernetes || refusals.getAndDecrement() <= 0) ? 200 : 403;
    asked.add("%s %s %s %d".formatted(exchange.getRequestMethod(), path, who, status));
    if (exchange.getRequestMethod().equals("PATCH")) {
      bodies.put(path, body);
    }
    say(exchange, status, status == 200 ? content(exchange.getRequestMethod(), path) : "{}");
  }

  private String content(String method, String path) {
    if (path.endsWith("/listClusterUserCredential")) {
      String kubeconfig =
          """
          apiVersion: v1
          clusters:
          - cluster:
              certificate-authority-data: %s
              server: %s
            name: bowline-acme-prod
          """
              .formatted(
                  Base64.getEncoder().encodeToString(certificate.pem().getBytes(UTF_8)),
                  address("https", cloud));
      return "{\"kubeconfigs\": [{\"name\": \"clusterUser\", \"value\": \"%s\"}]}"
          .formatted(Base64.getEncoder().encodeToString(kubeconfig.getBytes(UTF_8)));
    }
    if (method.equals("GET")) {
      return looks.incrementAndGet() < 3
          ? "{\"status\": {}}"
          : "{\"status\": {\"readyReplicas\": 1}}";
    }
    return "{}";
  }

  private static void say(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
