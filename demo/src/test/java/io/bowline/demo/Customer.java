package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.Bowline;
import io.bowline.demo.process.Processes;
import io.bowline.testkit.Parts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A customer with a cluster of their own, who types what a page says: `kubectl` as the cluster's
/// admin, `curl`, `helm`, and `bowline`.
final class Customer {
  static final String REGISTRY = "127.0.0.1:5000";
  static final String CLASS = "byok-test";
  private static final String NAMESPACE = "streams";
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(apiVersion.*?)```");
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What comes and goes by itself, or is this test's own.
  private static final List<String> PASSING =
      List.of("events", "leases", "persistentvolumes", "componentstatuses", "csinodes");

  private final Processes processes;
  private final Path folder;
  private final Path kubectl;
  private final Path typed;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> meant = new LinkedHashMap<>();
  private int count;

  Customer(Processes processes, Path folder) throws Exception {
    this.processes = processes;
    this.folder = folder;
    kubectl = Parts.here().require("kubectl");
    typed = Files.createDirectories(folder.resolve("customer"));
    Path programs = Files.createDirectories(folder.resolve("bin"));
    Path launcher = programs.resolve("bowline");
    Files.writeString(
        launcher,
        "#!/bin/sh\nexec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Bowline.class.getName()));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    environment.put("KUBECONFIG", System.getenv("BOWLINE_E2E_KUBECONFIG"));
    environment.put("HOME", folder.toString());
    environment.put(
        "PATH",
        String.join(
            ":",
            programs.toString(),
            kubectl.resolveSibling(".").toString(),
            Parts.here().cache().resolve("parts/bin").toString(),
            System.getenv("PATH")));
    Matcher rights = YAML.matcher(Files.readString(Path.of("../docs/byok.md")));
    assertThat(rights.find()).as("the rights on the page").isTrue();
    Files.writeString(typed.resolve("bowline-installer.yaml"), rights.group(1));
    URI server = server();
    means("--max-units 40", "--max-units 2");
    means("\"max_kafka_units\": 40", "\"max_kafka_units\": 2");
    means(
        "--set registry=https://registry.example.com",
        "--set registry=http://%s:5000 --set registry_pulled_from=%s"
            .formatted(server.getHost(), REGISTRY));
    means(
        "\"registry\": \"https://registry.example.com\"",
        "\"registry\": \"http://%s:5000\", \"registry_pulled_from\": \"%s\""
            .formatted(server.getHost(), REGISTRY));
    means("NAMESPACE", NAMESPACE);
  }

  /// Where the cluster's API is, which is this machine too.
  URI server() {
    return URI.create(
        kubectl("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}")
            .strip());
  }

  /// Tells the CLI where the server is and who calls.
  void callsWith(Map<String, String> variables) {
    environment.putAll(variables);
  }

  /// What stands on the page for something of one's own.
  void means(String placeholder, String value) {
    meant.put(placeholder, value);
  }

  /// Types all of them, in their order.
  ///
  /// @return what they printed
  String types(DocumentedCommands commands) throws IOException, InterruptedException {
    assertThat(commands.blocks()).isPositive();
    String script = commands.script();
    for (Map.Entry<String, String> each : meant.entrySet()) {
      script = script.replace(each.getKey(), each.getValue());
    }
    Processes.Ended ended =
        processes.run(
            "typed-" + ++count,
            List.of("/bin/sh", "-euc", "cd '%s'\n%s".formatted(typed, script)),
            environment);
    assertThat(ended.code()).as(script + ended.out() + ended.err()).isZero();
    return ended.out();
  }

  /// What `kubectl` printed.
  String kubectl(String... arguments) {
    Processes.Ended ended = execute(arguments);
    assertThat(ended.code()).as(String.join(" ", arguments) + "\n" + ended.err()).isZero();
    return ended.out();
  }

  /// The same, read as JSON.
  JsonNode asks(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(arguments));
    command.addAll(List.of("-o", "json"));
    return JSON.readTree(kubectl(command.toArray(String[]::new)));
  }

  /// The same; nothing when it failed.
  String tries(String... arguments) {
    Processes.Ended ended = execute(arguments);
    return ended.code() == 0 ? ended.out() : "";
  }

  private Processes.Ended execute(String... arguments) {
    var command = new ArrayList<>(List.of(kubectl.toString()));
    command.addAll(List.of(arguments));
    try {
      return processes.run("kubectl-" + ++count, command, environment);
    } catch (IOException e) {
      throw new StepFailed("kubectl cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailed("interrupted");
    }
  }

  private void applied(String manifest) throws IOException {
    Path file = Files.writeString(folder.resolve("manifest.json"), manifest);
    kubectl("apply", "-f", file.toString());
  }

  /// A default storage class.
  void storage() throws IOException {
    applied(
        """
        {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": "example.com/x",
         "metadata": {"name": "%s",
           "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}}
        """
            .formatted(CLASS));
  }

  /// A volume for the runner's state, since nothing makes volumes here.
  void makeRoom() throws IOException {
    tries("delete", "persistentvolume", CLASS);
    Path state = Files.createTempDirectory(folder, "volume");
    for (Path open = state; open.startsWith("/tmp/"); open = open.getParent()) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    applied(
        """
        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "%1$s"},
         "spec": {"capacity": {"storage": "2Gi"}, "accessModes": ["ReadWriteOnce"],
           "storageClassName": "%1$s", "hostPath": {"path": "%2$s"},
           "claimRef": {"namespace": "%3$s", "name": "state-bowline-runner-0"}}}
        """
            .formatted(CLASS, state, NAMESPACE));
  }

  /// As if nobody had been here.
  void clean() {
    tries("delete", "namespace", NAMESPACE, "--wait=true", "--timeout=120s");
    tries("delete", "persistentvolume", CLASS, "--wait=false");
    tries("delete", "storageclass", CLASS);
    String rights = "bowline-runner." + NAMESPACE;
    tries("delete", "clusterrolebinding,clusterrole", rights, "bowline-installer");
    tries("delete", "serviceaccount", "bowline-installer", "--namespace", "kube-system");
  }

  /// Everything in the cluster that somebody wrote: by kind, namespace and name.
  Map<String, String> dump() throws IOException {
    String kinds =
        String.join(
            ",",
            kubectl("api-resources", "--verbs=list", "-o", "name")
                .lines()
                .filter(kind -> !PASSING.contains(kind.replaceFirst("\\..*", "")))
                .toList());
    var all = new TreeMap<String, String>();
    for (JsonNode each :
        JSON.readTree(kubectl("get", kinds, "--all-namespaces", "-o", "json")).path("items")) {
      ObjectNode object = each.deepCopy();
      ObjectNode metadata = object.withObject("/metadata");
      metadata.remove(List.of("resourceVersion", "managedFields"));
      object.remove("status");
      String name =
          "%s %s/%s"
              .formatted(
                  object.path("kind").asText(),
                  metadata.path("namespace").asText(),
                  metadata.path("name").asText());
      // the installer's rights and the class are the customer's own, who makes them here
      if (!name.contains("bowline-installer") && !name.endsWith("/" + CLASS)) {
        all.put(name, object.toString());
      }
    }
    return all;
  }

  /// What differs, once what is being deleted is gone, or it is plain that it stays: name by name.
  Map<String, List<String>> differs(Map<String, String> wanted) throws Exception {
    try {
      return Patience.until(
          "the cluster as it was",
          LONG,
          () -> Optional.of(between(wanted, dump())).filter(Map::isEmpty));
    } catch (StepFailed e) {
      return between(wanted, dump());
    }
  }

  private static Map<String, List<String>> between(
      Map<String, String> wanted, Map<String, String> now) {
    var differs = new TreeMap<String, List<String>>();
    Stream.concat(wanted.keySet().stream(), now.keySet().stream())
        .distinct()
        .filter(name -> !Objects.equals(wanted.get(name), now.get(name)))
        .forEach(name ->
            differs.put(
                name,
                List.of(wanted.getOrDefault(name, "nothing"), now.getOrDefault(name, "nothing"))));
    return differs;
  }
}
