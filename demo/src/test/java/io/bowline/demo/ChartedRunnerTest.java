package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Https;
import io.bowline.demo.process.Processes;
import io.bowline.model.artifact.ImageReference;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.Password;
import io.bowline.release.registry.RegistryClient;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The page about installing by Helm, typed command by command: the packaged control plane, the
/// real cluster, Helm itself, and the runner's own image. The tests go on where the one before has
/// left everything.
///
/// Of the page's values the registry is another one here, which speaks plain HTTP.
@Tag("real")
@RequiresPart({"kubeconfig", "kubectl", "helm", "runner-image"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class ChartedRunnerTest {
  private static final Path ROOT =
      Path.of(System.getProperty("bowline.root", "..")).toAbsolutePath().normalize();
  private static final Path PAGE = ROOT.resolve("docs/install-kubernetes.md");
  private static final String PRODUCT = "bowline/kafka";
  private static final String NAMESPACE = "streams";
  private static final String POD = "bowline-runner-0";
  private static final String CHART = "installer-templates/kubernetes/bowline-runner";
  private static final Duration LONG = Duration.ofMinutes(2);

  /// What the rights of a release have to be computed for: an object of another kind, a role that
  /// hands on rights, and one of the whole cluster.
  private static final String MORE =
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: sweep}
      spec:
        schedule: "0 0 1 1 *"
        suspend: true
        jobTemplate:
          spec:
            template:
              spec:
                restartPolicy: Never
                containers: [{name: sweep, image: "{{ .Values.image }}"}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: operator}
      rules: [{apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [get, list]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: bowline-charted-operator}
      rules: [{apiGroups: [""], resources: [nodes], verbs: [get]}]
      """;

  @TempDir static Path folder;

  private static Customer customer;
  private static Processes processes;
  private static Operator vendor;
  private static Map<String, String> before = Map.of();

  @BeforeAll
  static void aControlPlaneWithTwoReleases() throws Exception {
    processes = new Processes(folder, false);
    customer = new Customer(processes, folder);
    Path policy = Files.writeString(folder.resolve("auto.yaml"), "mode: auto\n");
    var product =
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
                    "--provision.control-plane-cidrs=" + customer.server().getHost() + "/32")));
    product.controlPlane();
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
    var registry =
        new RegistryClient(
            Https.client(Optional.of(product.data().resolve("ca.pem"))),
            URI.create(product.server()),
            new Login.Basic("token", Password.of(environment.get("BOWLINE_TOKEN"))));
    SampleImage.copy(ImageReference.parse(Customer.REGISTRY + "/busybox:1"), registry);
    vendor.run("release", "keygen", "release.key", "--product", PRODUCT);
    vendor.publish(release("1.0.0", 1, 0), "release.key");
    vendor.publish(release("1.1.0", 2, 20), "release.key");
    vendor.run("org", "entitle", PRODUCT);
    customer.clean();
    customer.storage();
    customer.makeRoom();
    meanings();
    before = customer.dump();
  }

  /// What stands on the page for something of one's own.
  private static void meanings() {
    customer.means("acme/streaming", PRODUCT);
    customer.means("oci://registry.example.com", "oci://" + Customer.REGISTRY);
    customer.means("helm push", "helm push --plain-http");
    customer.means("helm install", "helm install --timeout 150s --plain-http");
    customer.means("helm upgrade", "helm upgrade --timeout 150s --plain-http");
    customer.means(
        "--set registry.url=https://registry.example.com",
        "--set registry.url=http://%s:5000 --set registry.pulledFrom=%s"
            .formatted(customer.server().getHost(), Customer.REGISTRY));
    customer.means(CHART, ROOT.resolve(CHART).toString());
  }

  /// @param delay seconds that the pod takes to become ready
  private static Path release(String version, int sequence, int delay) throws Exception {
    Path copies = Files.createDirectories(folder.resolve("author-" + version));
    Path release =
        new AuthorCopy(ROOT.resolve("demo/src/test/resources"), copies).of("fleet-release", false);
    Path document = release.resolve("release.yaml");
    Files.writeString(
        document,
        Files.readString(document)
            .replace("NAMESPACE", NAMESPACE)
            .replace("version: 1.0.0", "version: " + version)
            .replace("sequence: 1", "sequence: " + sequence));
    Path deployment = release.resolve("charts/operator/templates/deployment.yaml");
    Files.writeString(
        deployment,
        Files.readString(deployment)
            .replace(
                "periodSeconds: 1", "periodSeconds: 1\n            initialDelaySeconds: " + delay));
    Files.writeString(release.resolve("charts/operator/templates/more.yaml"), MORE);
    return release;
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
  void byTheCommandsOfThePageTheRunnerConnects() throws Exception {
    customer.types(DocumentedCommands.of(PAGE, "chart-push"));
    customer.means("helm package", "helm package --version 0.0.9");
    customer.means("bowline-runner-0.1.0.tgz", "bowline-runner-0.0.9.tgz");
    customer.means("--version 0.1.0", "--version 0.0.9");
    customer.types(DocumentedCommands.of(PAGE, "chart-push"));
    assertThat(customer.types(DocumentedCommands.of(PAGE, "chart-make")))
        .contains("TEST SUITE:     bowline-runner-connected", "Succeeded");
    JsonNode pod = customer.asks("get", "pod", POD, "--namespace", NAMESPACE);
    assertThat(pod.at("/spec/containers/0/securityContext/readOnlyRootFilesystem").asBoolean())
        .isTrue();
    assertThat(customer.kubectl("get", "namespace", NAMESPACE, "--show-labels"))
        .contains("pod-security.kubernetes.io/enforce=restricted");
  }

  @Test
  @Order(2)
  void itMayDoInItsNamespaceWhatItNeedsAndElsewhereNothing() {
    assertThat(may("create", "deployments.apps", NAMESPACE)).isTrue();
    assertThat(may("get", "services", NAMESPACE, "--subresource=proxy")).isTrue();
    assertThat(may("list", "nodes", NAMESPACE)).isTrue();
    assertThat(may("create", "cronjobs.batch", NAMESPACE)).isTrue();
    assertThat(may("delete", "clusterroles.rbac.authorization.k8s.io/bowline-charted-operator", ""))
        .isTrue();
    assertThat(may("create", "services", NAMESPACE)).as("no chart has one").isFalse();
    assertThat(may("create", "statefulsets.apps", NAMESPACE)).isFalse();
    assertThat(may("escalate", "roles.rbac.authorization.k8s.io", NAMESPACE)).isFalse();
    assertThat(may("delete", "clusterroles.rbac.authorization.k8s.io/cluster-admin", "")).isFalse();
    assertThat(may("get", "secrets", "kube-system")).isFalse();
    assertThat(may("create", "pods", "default")).isFalse();
    assertThat(may("*", "*", NAMESPACE)).isFalse();
  }

  private static boolean may(String verb, String what, String namespace, String... more) {
    var question =
        new ArrayList<>(
            List.of(
                "auth",
                "can-i",
                verb,
                what,
                namespace.isEmpty() ? "--all-namespaces" : "--namespace=" + namespace,
                "--as=system:serviceaccount:" + NAMESPACE + ":bowline-runner"));
    question.addAll(List.of(more));
    return customer.tries(question.toArray(String[]::new)).strip().equals("yes");
  }

  @Test
  @Order(3)
  void itAppliesAReleaseAndOneMoreThoughItsPodIsDeletedInTheMiddleOfTheJob() throws Exception {
    var upgrade = new Upgrade(vendor, "prod", PRODUCT);
    assertThat(upgrade.to("1.0.0").status()).isEqualTo("applied");
    assertThat(available()).isEqualTo(1);
    long revision = generation();
    String former = uid();
    try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Upgrade.End> end = beside.submit(() -> upgrade.to("1.1.0"));
      Patience.until("the job in its middle", LONG, () -> when(generation() > revision));
      customer.kubectl("delete", "pod", POD, "--namespace", NAMESPACE, "--wait=false");
      Patience.until("another pod", LONG, () -> when(!uid().isEmpty() && !uid().equals(former)));
      assertThat(end.isDone()).as("the job was not over before").isFalse();
      assertThat(end.get().status()).isEqualTo("applied");
    }
    assertThat(vendor.ask("runner", "list", "prod")).as("it enrolled once").hasSize(1);
  }

  @Test
  @Order(4)
  void anotherVersionOfTheChartKeepsTheRunnerAndItsRecords() throws Exception {
    customer.means("--version 0.1.0", "--version 0.1.0 --set settings=bowline.runner.room=4");
    String former = uid();
    customer.types(DocumentedCommands.of(PAGE, "chart-upgrade"));
    assertThat(uid()).as("other settings, another pod").isNotEqualTo(former);
    assertThat(customer.kubectl("get", "statefulset", "--namespace", NAMESPACE, "--show-labels"))
        .contains("helm.sh/chart=bowline-runner-0.1.0", "1/1");
    assertThat(vendor.ask("runner", "list", "prod")).as("it enrolled once").hasSize(1);
    assertThat(new Upgrade(vendor, "prod", PRODUCT).to("1.1.0").status())
        .as("it knows what it has applied")
        .isIn("applied", "empty");
  }

  @Test
  @Order(5)
  void takenOutEverythingThatCameIsGone() throws Exception {
    vendor.run("install", "uninstall", "prod", "--confirm", "prod");
    Patience.until(
        "no workload",
        LONG,
        () ->
            when(
                customer
                    .tries("get", "deployment", "--namespace", NAMESPACE, "-o", "name")
                    .isBlank()));
    customer.types(DocumentedCommands.of(PAGE, "chart-out"));
    assertThat(customer.differs(before)).isEmpty();
  }

  private static Optional<Boolean> when(boolean so) {
    return so ? Optional.of(true) : Optional.empty();
  }

  private static int available() throws IOException {
    return deployment().at("/status/availableReplicas").asInt();
  }

  private static long generation() throws IOException {
    return deployment().at("/metadata/generation").asLong();
  }

  private static JsonNode deployment() throws IOException {
    return customer.asks("get", "deployment", "--namespace", NAMESPACE).at("/items/0");
  }

  private static String uid() {
    return customer
        .tries("get", "pod", POD, "--namespace", NAMESPACE, "-o", "jsonpath={.metadata.uid}")
        .strip();
  }
}
