package io.bowline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.bench.images.Memory;
import io.bowline.bench.images.SyncImages;
import io.bowline.demo.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What a runner costs a customer that does nothing with it, and how soon it is there.
final class RunnerMeasurement implements Measurement {
  private static final int RESTARTS = 5;
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(60);
  private static final Duration SETTLE = Duration.ofSeconds(30);
  private static final Duration WATCH = Duration.ofSeconds(30);
  private static final double MIB_BUDGET = 130;
  private static final double START_BUDGET = 1;
  private static final double COPYING_MB_BUDGET = 180;
  private static final double MB_PER_MIB = 1.048576;
  private static final String PRODUCT = "acme/bench";
  private static final String RELEASE =
      """
      formatVersion: 1
      product: acme/bench
      version: 1.0.0
      sequence: 1
      images:
        - name: large
          source: docker.example/acme/large:1.0
          repository: acme/large
      components:
        - name: large
          kind: image
          image: large
          timeout: 5m
          run: {namespace: large, replicas: 1, limits: {cpu: 100m, memory: 32Mi}}
      """;

  @Override
  public String name() {
    return "runner";
  }

  @Override
  public String about() {
    return "idle memory and CPU of a connected runner, from its start to connected; its memory while"
        + " it copies 4 x 200 MB";
  }

  @Override
  public List<Row> run(Ground ground) throws InterruptedException {
    try (var stage = new Stage(ground)) {
      Map<String, String> settings = prepare(stage, ground.work());
      var starts = new ArrayList<Double>();
      double first = Double.NaN;
      for (int i = 0; i <= RESTARTS; i++) {
        try (Child runner = stage.runner("runner-" + i, settings)) {
          long began = System.nanoTime();
          awaitConnected(runner);
          if (i == 0) {
            first = Waiting.secondsSince(began);
          } else {
            starts.add(Waiting.secondsSince(began));
          }
        }
      }
      starts.sort(null);
      var rows = new ArrayList<Row>();
      rows.add(Row.alone("start to connected, s (median)", starts.get(RESTARTS / 2), START_BUDGET));
      rows.add(free("first start: enrolled and connected, s", first));
      rows.addAll(idle(stage, settings));
      rows.addAll(copying(stage, settings, ground.work()));
      return rows;
    } catch (IOException e) {
      throw new MeasurementFailed("a process cannot be started: " + e.getMessage(), e);
    }
  }

  private static List<Row> idle(Stage stage, Map<String, String> settings)
      throws IOException, InterruptedException {
    try (Child runner = stage.runner("runner-idle", settings)) {
      awaitConnected(runner);
      Waiting.pass(SETTLE);
      double before = cpuSeconds(runner.id());
      Waiting.pass(WATCH);
      double percent = 100 * (cpuSeconds(runner.id()) - before) / WATCH.toSeconds();
      return List.of(
          Row.alone("idle memory (RSS), MiB", residentMib(runner.id()), MIB_BUDGET),
          free("idle CPU, % of a core", percent));
    }
  }

  /// A release of one image with four large layers, brought and started.
  private static List<Row> copying(Stage stage, Map<String, String> settings, Path work)
      throws IOException, InterruptedException {
    new SyncImages(stage.vendorRegistry()).pushLarge();
    Path release = Files.createDirectories(work.resolve("release"));
    Files.writeString(release.resolve("release.yaml"), RELEASE);
    stage.operator("release", "publish", release.toString(), "--key", "release.key");
    try (Child runner = stage.runner("runner-copying", settings)) {
      awaitConnected(runner);
      long began = System.nanoTime();
      String plan =
          stage.operator(
              "plan", "create", "one", "--product", PRODUCT, "--release", "1.0.0", "-o", "name");
      stage.operator("plan", "watch", plan.strip());
      double seconds = Waiting.secondsSince(began);
      return List.of(
          Row.alone(
              "most memory (RSS) while 4 x 200 MB are copied, MB",
              Memory.peakMib(runner) * MB_PER_MIB,
              COPYING_MB_BUDGET),
          free("plan and apply with 4 x 200 MB over TLS, s", seconds));
    }
  }

  private static Map<String, String> prepare(Stage stage, Path work)
      throws IOException, InterruptedException {
    stage.controlPlane();
    JsonNode account = stage.account();
    stage.operator("org", "create", "bench");
    stage.operator("org", "entitle", PRODUCT);
    stage.operator("release", "keygen", "release.key", "--product", PRODUCT);
    stage.operator(
        "install",
        "create",
        "one",
        "--product",
        PRODUCT,
        "--region",
        "local",
        "--account",
        "bench");
    Path bootstrap = work.resolve("bootstrap.json");
    stage.operator("install", "token", "one", "--bootstrap", bootstrap.toString());
    Path policy = Files.writeString(work.resolve("policy.yaml"), "mode: auto\n");
    Path credentials = Path.of(account.path("registryCredentials").asText());
    JsonNode login = new ObjectMapper().readTree(credentials.toFile());
    Path password =
        Files.writeString(work.resolve("registry.password"), login.path("password").asText());
    var settings = new LinkedHashMap<String, String>();
    settings.put("runner.state", work.resolve("runner").toString());
    settings.put("link.bootstrap", bootstrap.toString());
    settings.put("install.kubeconfig", account.path("kubeconfig").asText());
    settings.put("install.policy", policy.toString());
    settings.put("install.trust-root", work.resolve("release.key.trust-root.json").toString());
    settings.put("registry.url", "http://" + account.path("registry").asText());
    settings.put("registry.user", login.path("username").asText());
    settings.put("registry.password-file", password.toString());
    return settings;
  }

  private static void awaitConnected(Child runner) throws InterruptedException {
    Waiting.until(
        "the runner's connection",
        CONNECTED_WITHIN,
        () -> Stage.alive(runner, Files.readString(runner.log()).contains("link: connected to")));
  }

  private static Row free(String row, double ours) {
    return new Row(row, ours, Map.of(), OptionalDouble.empty());
  }

  private static double residentMib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow(() -> new MeasurementFailed("memory is read from /proc, so only on Linux"));
  }

  private static double cpuSeconds(long pid) throws IOException {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(span -> span.toMillis() / 1e3)
        .orElseThrow(() -> new MeasurementFailed("the runner ended while it was watched"));
  }
}
