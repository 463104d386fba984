package io.bowline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cli.Bowline;
import io.bowline.cli.api.Https;
import io.bowline.cli.platform.World;
import io.bowline.cli.session.Shell;
import io.bowline.demo.process.Child;
import io.bowline.demo.process.Processes;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.Password;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The product's processes for one measurement, as `./bowline` starts them. Closing it ends all.
final class Stage implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Ground ground;
  private final Path data;
  private final int https;
  private final Processes processes;

  Stage(Ground ground) throws IOException {
    this.ground = ground;
    this.data = ground.work().resolve("control-plane");
    this.https = freePort();
    this.processes = new Processes(ground.work(), false);
  }

  /// Starts a control plane and waits for its owner's token and its listeners.
  Child controlPlane() throws IOException, InterruptedException {
    var command = new ArrayList<>(app("control-plane"));
    int link = freePort();
    int logs = freePort();
    int metrics = freePort();
    command.addAll(
        List.of(
            "serve",
            "--data",
            data.toString(),
            "--http.port=" + https,
            "--link.port=" + link,
            "--ingest.logs-port=" + logs,
            "--ingest.metrics-port=" + metrics,
            "--management.port=" + freePort(),
            "--address.link=" + link,
            "--address.logs=" + logs,
            "--address.metrics=" + metrics,
            "--address.artifacts=" + https));
    Child child = start("control-plane", command);
    Waiting.until(
        "the control plane's start",
        START,
        () -> alive(child, Files.exists(data.resolve("owner.token")) && answers()));
    return child;
  }

  /// Where its API is, on this machine.
  int https() {
    return https;
  }

  /// What it keeps.
  Path data() {
    return data;
  }

  private boolean answers() {
    return succeeds(new StringWriter(), "org", "list");
  }

  /// Starts a simulated account.
  JsonNode account() throws IOException, InterruptedException {
    List<String> command =
        List.of(
            ground.java().toString(),
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-cp",
            ground.root().resolve("bench/target/lib") + "/*",
            "io.bowline.simulator.Main",
            "--dir",
            ground.work().resolve("account").toString());
    Child child = start("account", command);
    return Waiting.until("the simulated account's start", START, () -> firstJson(child));
  }

  /// Starts a runner.
  Child runner(String name, Map<String, String> settings) throws IOException {
    var command = new ArrayList<>(app("runner"));
    settings.forEach((key, value) -> command.add("--" + key + "=" + value));
    return start(name, command);
  }

  /// Runs a command of the operator CLI.
  ///
  /// @return what it printed
  /// @throws MeasurementFailed when it fails
  String operator(String... command) {
    var out = new StringWriter();
    if (!succeeds(out, command)) {
      throw new MeasurementFailed("`bowline " + String.join(" ", command) + "` failed");
    }
    return out.toString();
  }

  /// The vendor's registry, as its owner sees it.
  RegistryClient vendorRegistry() throws IOException {
    String token = Files.readString(data.resolve("owner.token")).strip();
    return new RegistryClient(
        Https.client(Optional.of(data.resolve("ca.pem"))),
        URI.create("https://localhost:" + https),
        new Login.Basic("token", Password.of(token)));
  }

  private boolean succeeds(StringWriter out, String... command) {
    var err = new StringWriter();
    try (var outWriter = new PrintWriter(out);
        var errWriter = new PrintWriter(err)) {
      Map<String, String> environment =
          Map.of(
              "BOWLINE_SERVER", "https://localhost:" + https,
              "BOWLINE_CA", data.resolve("ca.pem").toString(),
              "BOWLINE_TOKEN", Files.readString(data.resolve("owner.token")).strip(),
              "BOWLINE_CONFIG", ground.work().resolve("cli.json").toString(),
              "BOWLINE_ORG", "bench");
      var shell =
          new Shell(
              outWriter,
              errWriter,
              InputStream.nullInputStream(),
              environment,
              ground.work(),
              World.real());
      return Bowline.run(shell, command) == 0;
    } catch (IOException e) {
      throw new UncheckedIOException("the owner's token cannot be read", e);
    }
  }

  private List<String> app(String module) {
    Path packaged = ground.root().resolve(module).resolve("target/quarkus-app");
    Path jar = packaged.resolve("quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new MeasurementFailed(jar + " is not built; start this by ./bowline bench");
    }
    String options = "@" + ground.root().resolve(module).resolve("jvm.options");
    Path classes = packaged.resolve("classes.jsa");
    return Files.exists(classes)
        ? List.of(
            ground.java().toString(),
            options,
            "-XX:SharedArchiveFile=" + classes,
            "-jar",
            jar.toString())
        : List.of(ground.java().toString(), options, "-jar", jar.toString());
  }

  private Child start(String name, List<String> command) throws IOException {
    return processes.start(name, command, Map.of("MALLOC_ARENA_MAX", "2"));
  }

  static Optional<Boolean> alive(Child child, boolean there) {
    if (!child.alive()) {
      throw new MeasurementFailed(child + " ended by itself:\n" + child.lastWords());
    }
    return there ? Optional.of(true) : Optional.empty();
  }

  private static Optional<JsonNode> firstJson(Child child) throws IOException {
    if (alive(child, true).isEmpty()) {
      return Optional.empty();
    }
    for (String line : Files.readAllLines(child.log())) {
      if (line.startsWith("{")) {
        return Optional.of(JSON.readTree(line));
      }
    }
    return Optional.empty();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.close();
  }
}
