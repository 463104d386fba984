package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Https;
import io.bowline.demo.process.Child;
import io.bowline.demo.process.Processes;
import io.bowline.model.artifact.ImageReference;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.Password;
import io.bowline.release.registry.RegistryClient;
import io.bowline.testkit.RequiresPart;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The page about bring your own Kubernetes, typed command by command in its order: the packaged
/// control plane and hosted runner, the real cluster, and in it the runner's own image, from the
/// upload to `Healthy` and out again. The tests go on where the one before has left everything.
///
/// Of the page's values two are others here: the registry is the cluster's own, and a cluster of
/// one small node carries few units. The vendor counts in one copy, which the checks say.
@Tag("real")
@RequiresPart({"kubeconfig", "kubectl", "curl", "runner-image"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class BroughtClusterTest {
  private static final Path ROOT =
      Path.of(System.getProperty("bowline.root", "..")).toAbsolutePath().normalize();
  private static final Path PAGE = ROOT.resolve("docs/byok.md");
  private static final String PRODUCT = "bowline/kafka";
  private static final String NAMESPACE = "streams";
  private static final String POD = "bowline-runner-0";
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir static Path folder;

  private static Customer customer;
  private static Processes processes;
  private static Product product;
  private static Child controlPlane;
  private static Child hosted;
  private static Operator vendor;
  private static Map<String, String> before = Map.of();

  @BeforeAll
  static void aControlPlaneAHostedRunnerAndAReleaseForFleets() throws Exception {
    processes = new Processes(folder, false);
    customer = new Customer(processes, folder);
    Path policy = Files.writeString(folder.resolve("auto.yaml"), "mode: auto\n");
    product =
        new Product(
            ROOT,
            Path.of(System.getProperty("java.home"), "bin", "java"),
            folder,
            Ports.any(),
            processes,
            Optional.empty(),
            new Product.Beside(
                Map.of(),
                List.of(
                    "--address.host=" + customer.server().getHost(),
                    "--identity.server-names=localhost,127.0.0.1," + customer.server().getHost(),
                    "--fleet-runner.image=" + System.getenv("BOWLINE_E2E_RUNNER_IMAGE"),
                    "--fleet-runner.trust-root=" + folder.resolve("release.key.trust-root.json"),
                    "--fleet-runner.policy=" + policy,
                    "--sizing.copies=1",
                    "--sizing.platform-nodes=0",
                    "--sizing.unit-milli-cpu=500",
                    "--sizing.unit-memory-bytes=1000000000",
                    "--sizing.small-milli-cpu=500",
                    "--sizing.small-memory-bytes=1000000000")));
    controlPlane = product.controlPlane();
    Map<String, String> environment =
        Map.of(
            "BOWLINE_SERVER", product.server(),
            "BOWLINE_CA", product.data().resolve("ca.pem").toString(),
            "BOWLINE_TOKEN", Files.readString(product.data().resolve("owner.token")).strip(),
            "BOWLINE_CONFIG", folder.resolve("cli.json").toString(),
            "BOWLINE_ORG", "acme");
    vendor = new Operator(product, environment);
    customer.callsWith(environment);
    vendor.run("org", "create", "acme");
    publish(environment.get("BOWLINE_TOKEN"));
    vendor.run("hosted-runner", "create", "--bootstrap", "acme.json");
    var settings = new LinkedHashMap<String, String>();
    settings.put("runner.role", "hosted");
    settings.put("runner.state", folder.resolve("hosted-state").toString());
    settings.put("link.bootstrap", folder.resolve("acme.json").toString());
    settings.put("hosted.private-networks", customer.server().getHost() + "/32");
    hosted = product.runner(settings);
    customer.clean();
    customer.storage();
    customer.makeRoom();
    before = customer.dump();
  }

  private static void publish(String token) throws Exception {
    var registry =
        new RegistryClient(
            Https.client(Optional.of(product.data().resolve("ca.pem"))),
            URI.create(product.server()),
            new Login.Basic("token", Password.of(token)));
    SampleImage.copy(ImageReference.parse(Customer.REGISTRY + "/busybox:1"), registry);
    vendor.run("release", "keygen", "release.key", "--product", PRODUCT);
    Path release =
        new AuthorCopy(ROOT.resolve("demo/src/test/resources"), folder).of("fleet-release", false);
    Path document = release.resolve("release.yaml");
    Files.writeString(document, Files.readString(document).replace("NAMESPACE", NAMESPACE));
    vendor.publish(release, "release.key");
    vendor.run("channel", "promote", PRODUCT, "stable", "1.0.0");
    vendor.run("org", "entitle", PRODUCT);
  }

  @AfterAll
  static void end() throws Exception {
    try {
      customer.clean();
    } finally {
      processes.close();
    }
  }

  @Test
  @Order(1)
  @Tag("K2.healthy-without-provider")
  @Tag("K2.no-cloud-calls")
  @Tag("K3.docs-commands-run")
  @Tag("K24.runner-enrolls")
  @Tag("K25.path-recorded")
  void aClusterThatIsBroughtBecomesHealthyByTheCommandsOfThePage() throws Exception {
    try (var ours = OutwardConnections.watching(controlPlane::id);
        var theirs = OutwardConnections.watching(hosted::id)) {
      customer.types(DocumentedCommands.of(PAGE, "byok-make"));
      assertThat(ours.ports()).as("nobody is dialled but the database").hasSize(1);
      assertThat(theirs.ports())
          .as("the link and the cluster, and no cloud")
          .isSubsetOf(Set.of(product.ports().link(), customer.server().getPort()))
          .contains(customer.server().getPort());
    }
    assertThat(vendor.ask("fleet-provider", "list")).isEmpty();
    JsonNode status = vendor.ask("fleet", "status", "calm-river");
    assertThat(status.path("status").asText()).isEqualTo("Healthy");
    assertThat(status.path("history").findValuesAsText("status"))
        .startsWith("Pending", "Provisioning")
        .endsWith("Healthy")
        .doesNotContain("Unhealthy", "Error");
    assertThat(status.toString()).contains("and the kubeconfig is destroyed");
    assertThat(vendor.run("audit", "list")).contains("kubeconfig.destroyed");
    assertThat(customer.kubectl("get", "deployment", "--namespace", NAMESPACE))
        .contains("kafka-operator", "1/1");
  }

  @Test
  @Order(2)
  @Tag("K3.docs-commands-run")
  @Tag("K5.bootstrap-leaves-rest")
  void whatIsThereIsSeenAndNothingOlderChanged() throws Exception {
    assertThat(customer.types(DocumentedCommands.of(PAGE, "byok-look")))
        .contains("destroyed", "storage-class", "bowline-runner-0");
    Map<String, String> now = customer.dump();
    assertThat(now).containsAllEntriesOf(before);
    now.keySet().removeAll(before.keySet());
    assertThat(now.keySet())
        .allMatch(name -> name.contains(NAMESPACE), "in the namespace, or named after it");
  }

  @Test
  @Order(3)
  @Tag("K26.no-storage-not-healthy")
  @Tag("K3.docs-commands-run")
  void withoutAStorageClassItIsNotHealthyAndARunnerWhosePodIsGoneComesBackAndIsRepaired()
      throws Exception {
    customer.kubectl("delete", "storageclass", Customer.CLASS);
    assertThat(becomes("calm-river", "Unhealthy")).contains("storage-class: ");
    String before = uid();
    customer.kubectl("delete", "pod", POD, "--namespace", NAMESPACE);
    Patience.until(
        "another pod",
        LONG,
        () -> Optional.of(uid()).filter(uid -> !uid.isEmpty() && !uid.equals(before)));
    customer.storage();
    customer.types(DocumentedCommands.of(PAGE, "byok-repair"));
    assertThat(becomes("calm-river", "Healthy")).contains("can be created");
    String install = vendor.ask("fleet", "get", "calm-river").at("/metadata/install").asText();
    assertThat(vendor.ask("runner", "list", install)).as("it enrolled once").hasSize(1);
  }

  private static String becomes(String fleet, String status) throws Exception {
    return Patience.until(
        fleet + " to be " + status,
        LONG,
        () -> {
          JsonNode now = vendor.ask("fleet", "get", fleet);
          return now.path("status").asText().equals(status)
              ? Optional.of(now.at("/metadata/status_reason").asText())
              : Optional.empty();
        });
  }

  private static String uid() {
    return customer
        .tries("get", "pod", POD, "--namespace", NAMESPACE, "-o", "jsonpath={.metadata.uid}")
        .strip();
  }

  @Test
  @Order(4)
  @Tag("K3.docs-commands-run")
  @Tag("K5.removal-leaves-rest")
  void takenOutEverythingThatCameIsGoneAndNothingOlderChanged() throws Exception {
    customer.types(DocumentedCommands.of(PAGE, "byok-out"));
    assertThat(vendor.ask("fleet", "list")).isEmpty();
    assertThat(customer.differs(before)).isEmpty();
  }

  @Test
  @Order(5)
  @Tag("K3.docs-commands-run")
  @Tag("K5.removal-leaves-rest")
  void byTheApiAndTakenOutByHandItIsTheSame() throws Exception {
    customer.makeRoom();
    customer.types(DocumentedCommands.of(PAGE, "byok-api"));
    JsonNode fleet = vendor.ask("fleet", "get", "still-lake");
    assertThat(fleet.path("status").asText()).isEqualTo("Healthy");
    customer.means("FLEET", fleet.path("id").asText());
    customer.types(DocumentedCommands.of(PAGE, "byok-by-hand"));
    assertThat(vendor.ask("fleet", "list")).isEmpty();
    assertThat(customer.differs(before)).isEmpty();
  }
}
