package io.bowline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cli.Bowline;
import io.bowline.demo.process.Child;
import io.bowline.demo.process.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The product's processes as the demo starts them, and their folders.
final class Product {
  private static final Duration START = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path checkout;
  private final Path java;
  private final Path folder;
  private final Ports ports;
  private final Processes processes;
  private final Optional<Path> tools;
  private final Beside beside;

  /// @param checkout where the built modules are
  /// @param java the binary that runs them
  /// @param folder for data and state
  /// @param tools folder with programs that the runner is to find before those on the path
  /// @param beside what else they are told
  Product(
      Path checkout,
      Path java,
      Path folder,
      Ports ports,
      Processes processes,
      Optional<Path> tools,
      Beside beside) {
    this.checkout = checkout;
    this.java = java;
    this.folder = folder;
    this.ports = ports;
    this.processes = processes;
    this.tools = tools;
    this.beside = beside;
  }

  /// What the processes are told beside what every demo tells them.
  ///
  /// @param variables of all of them
  /// @param settings of the control plane, as arguments
  record Beside(Map<String, String> variables, List<String> settings) {
    static Beside nothing() {
      return new Beside(Map.of(), List.of());
    }
  }

  Path folder() {
    return folder;
  }

  Ports ports() {
    return ports;
  }

  Path logs() {
    return processes.logs();
  }

  Path data() {
    return folder.resolve("control-plane");
  }

  String server() {
    return "https://localhost:" + ports.https();
  }

  /// Starts the control plane and waits until its owner's token and its listeners are there.
  Child controlPlane() throws IOException, InterruptedException {
    List<String> settings = new ArrayList<>(List.of("serve", "--data", data().toString()));
    settings.add("--http.port=" + ports.https());
    settings.add("--link.port=" + ports.link());
    settings.add("--ingest.logs-port=" + ports.logs());
    settings.add("--ingest.metrics-port=" + ports.metrics());
    settings.add("--management.port=" + ports.management());
    settings.addAll(beside.settings());
    Child child = start("control-plane", app("control-plane", settings.toArray(String[]::new)));
    Patience.until(
        "the control plane's start",
        START,
        () -> alive(child, Files.exists(data().resolve("owner.token")) && ready()));
    return child;
  }

  private boolean ready() {
    try (var client = HttpClient.newHttpClient()) {
      var address = URI.create("http://127.0.0.1:" + ports.management() + "/ready");
      var request = HttpRequest.newBuilder(address).build();
      var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() == 200;
    } catch (IOException e) {
      // not listening yet
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Starts a simulated customer's account.
  Place account() throws IOException, InterruptedException {
    Path home = folder.resolve("account");
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.bowline.simulator.Main", "--dir", home.toString()));
    Child child = start("account", command);
    JsonNode said =
        Patience.until(
            "the simulated account's start",
            START,
            () -> alive(child, true).isPresent() ? firstJson(child.log()) : Optional.empty());
    JsonNode credentials =
        JSON.readTree(Path.of(said.path("registryCredentials").asText()).toFile());
    Path password = folder.resolve("registry.password");
    Files.writeString(password, credentials.path("password").asText());
    return new Place(
        "simulated account",
        Path.of(said.path("kubeconfig").asText()),
        "http://" + said.path("registry").asText(),
        Optional.of(credentials.path("username").asText()),
        Optional.of(password));
  }

  /// Starts the runner with its settings.
  Child runner(Map<String, String> settings) throws IOException {
    var arguments = new ArrayList<String>();
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    return start("runner", app("runner", arguments.toArray(String[]::new)));
  }

  private List<String> app(String module, String... arguments) {
    var command = new ArrayList<String>();
    command.add(java.toString());
    command.add("@" + checkout.resolve(module).resolve("jvm.options"));
    Path packaged = checkout.resolve(module + "/target/quarkus-app");
    Path classes = packaged.resolve("classes.jsa");
    if (Files.exists(classes)) {
      command.add("-XX:SharedArchiveFile=" + classes);
    }
    command.add("-jar");
    command.add(packaged.resolve("quarkus-run.jar").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private Child start(String name, List<String> command) throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("MALLOC_ARENA_MAX", "2");
    environment.putAll(beside.variables());
    tools.ifPresent(
        there -> environment.put("PATH", there + ":" + System.getenv().getOrDefault("PATH", "")));
    return processes.start(name, command, environment);
  }

  private static Optional<Boolean> alive(Child child, boolean there) {
    if (!child.alive()) {
      throw new StepFailed(
          "the process %s ended by itself; its log is %s and ends with:%n%s"
              .formatted(child, child.log(), child.lastWords()));
    }
    return there ? Optional.of(true) : Optional.empty();
  }

  private static Optional<JsonNode> firstJson(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      Optional<String> line = lines.filter(text -> text.startsWith("{")).findFirst();
      return line.isEmpty() ? Optional.empty() : Optional.of(JSON.readTree(line.get()));
    }
  }

  /// Runs the CLI in a process of its own.
  ///
  /// @param name of its logs
  Processes.Ended cli(String name, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(java.toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Bowline.class.getName());
    command.addAll(arguments);
    return processes.run(name, command, environment);
  }

  /// For a person who has watched the story to its end.
  String whatToTryNext() {
    return """

    It stays up until Ctrl-C. Try in another terminal:

      export BOWLINE_SERVER=%s BOWLINE_CA=%s BOWLINE_ORG=northwind
      export BOWLINE_TOKEN=$(cat %s)
      ./bowline install show northwind-eu
      ./bowline plan list northwind-eu
      ./bowline logs northwind-eu --component broker
      ./bowline metrics northwind-eu
    """
        .formatted(server(), data().resolve("ca.pem"), data().resolve("owner.token"));
  }
}
