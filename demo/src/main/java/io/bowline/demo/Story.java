package io.bowline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Https;
import io.bowline.demo.process.Child;
import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.Password;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One release's whole way, told in steps; each step's evidence comes from the product itself.
final class Story {
  static final int STEPS = 13;

  private static final String ORG = "northwind";
  static final String INSTALL = "northwind-eu";
  static final String PRODUCT = "acme/streaming";
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Options options;
  private final Product product;
  private final Path samples;
  private final Screen screen;
  private Optional<Operator> operator = Optional.empty();
  private Optional<Place> place = Optional.empty();
  private Optional<Digest> image = Optional.empty();
  private volatile Optional<Child> controlPlane = Optional.empty();
  private Optional<Child> runner = Optional.empty();

  /// @param samples the folder with the sample product's versions
  Story(Options options, Product product, Path samples, Screen screen) {
    this.options = options;
    this.product = product;
    this.samples = samples;
    this.screen = screen;
  }

  void tell() throws InterruptedException {
    screen.step("A control plane starts", this::controlPlane);
    screen.step("The vendor signs in and founds the customer's organization", this::organization);
    screen.step("A customer's account appears", this::account);
    screen.step("Release 1.0.0 is signed and published", () -> publish("v1"));
    screen.step("The customer is invited, and looks before anything is made", this::invited);
    screen.step("A runner enrolls on 9701 with a one-time token and takes over", this::runner);
    screen.step("Release 1.0.0 is planned, approved by policy and applied", () -> upgrade("1.0.0"));
    screen.step("The images are in the customer's own registry", this::images);
    screen.step("Logs arrive on 8433, on request only", this::logs);
    screen.step("Metrics arrive on 9090", this::metrics);
    screen.step("Release 2.0.0 is published, and the install upgraded", () -> next("v2", "2.0.0"));
    screen.step("Release 3.0.0 is broken, and returned by itself", this::broken);
    screen.step("What the install runs is still 2.0.0, and healthy", this::stillHealthy);
  }

  private String controlPlane() throws IOException, InterruptedException {
    Child child = product.controlPlane();
    controlPlane = Optional.of(child);
    return "process %d; API %s, link %d, logs %d, metrics %d"
        .formatted(
            child.id(),
            product.server(),
            product.ports().link(),
            product.ports().logs(),
            product.ports().metrics());
  }

  private String organization() throws IOException {
    Map<String, String> environment =
        Map.of(
            "BOWLINE_SERVER", product.server(),
            "BOWLINE_CA", product.data().resolve("ca.pem").toString(),
            "BOWLINE_TOKEN", Files.readString(product.data().resolve("owner.token")).strip(),
            "BOWLINE_CONFIG", product.folder().resolve("cli.json").toString(),
            "BOWLINE_ORG", ORG);
    Operator vendor = new Operator(product, environment);
    JsonNode made = vendor.ask("org", "create", ORG);
    vendor.run("org", "entitle", PRODUCT);
    operator = Optional.of(vendor);
    return "organization %s (%s), entitled to %s".formatted(ORG, made.path("id").asText(), PRODUCT);
  }

  private String account() throws IOException, InterruptedException {
    Place there =
        options.kubeconfig().isPresent()
            ? new Place(
                "real cluster",
                options.kubeconfig().get().toAbsolutePath(),
                options.registry().orElseThrow(),
                Optional.empty(),
                Optional.empty())
            : product.account();
    place = Optional.of(there);
    return "%s: kubeconfig %s, registry %s"
        .formatted(there.name(), there.kubeconfig(), there.registry());
  }

  private String publish(String version) throws IOException, InterruptedException {
    if (image.isEmpty()) {
      RegistryClient vendor = vendorRegistry();
      image =
          Optional.of(
              options.sampleImage().isPresent()
                  ? SampleImage.copy(ImageReference.parse(options.sampleImage().get()), vendor)
                  : SampleImage.make(vendor));
      operator().run("release", "keygen", "release.key", "--product", PRODUCT);
    }
    Path author = new AuthorCopy(samples, product.folder()).of(version, options.withoutTerraform());
    JsonNode published = operator().publish(author, "release.key");
    return "%s %s, sequence %s, %s"
        .formatted(
            published.path("product").asText(),
            published.path("version").asText(),
            published.path("sequence").asText(),
            published.path("digest").asText());
  }

  private RegistryClient vendorRegistry() throws IOException {
    String token = Files.readString(product.data().resolve("owner.token")).strip();
    return new RegistryClient(
        Https.client(Optional.of(product.data().resolve("ca.pem"))),
        URI.create(product.server()),
        new Login.Basic("token", Password.of(token)));
  }

  /// The install and its token; then what the customer runs alone.
  private String invited() throws IOException {
    operator()
        .run(
            "install",
            "create",
            INSTALL,
            "--product",
            PRODUCT,
            "--region",
            "local",
            "--account",
            "demo");
    operator().run("install", "token", INSTALL, "--bootstrap", bootstrap().toString());
    return Evidence.preflight(operator().told("preflight", "--bootstrap", bootstrap().toString()));
  }

  private Path bootstrap() {
    return product.folder().resolve("bootstrap.json");
  }

  private String runner() throws IOException, InterruptedException {
    Place there = place.orElseThrow();
    Path policy = product.folder().resolve("policy.yaml");
    Files.writeString(policy, "mode: auto\n");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("runner.state", product.folder().resolve("runner").toString());
    settings.put("link.bootstrap", bootstrap().toString());
    settings.put("install.kubeconfig", there.kubeconfig().toString());
    settings.put("install.policy", policy.toString());
    settings.put(
        "install.trust-root", product.folder().resolve("release.key.trust-root.json").toString());
    settings.put("registry.url", there.registry());
    settings.put("telemetry.scrape-every", "3s");
    there.user().ifPresent(user -> settings.put("registry.user", user));
    there.passwordFile().ifPresent(file -> settings.put("registry.password-file", file.toString()));
    Child child = product.runner(settings);
    runner = Optional.of(child);
    JsonNode active =
        Patience.until(
            "the runner's first word",
            SOON,
            () -> {
              if (!child.alive()) {
                throw new StepFailed("the runner ended by itself:\n" + child.lastWords());
              }
              JsonNode install = operator().ask("install", "show", INSTALL);
              return install.path("status").asText().equals("active")
                  ? Optional.of(install)
                  : Optional.empty();
            });
    return "process %d; install %s is active".formatted(child.id(), active.path("id").asText());
  }

  private String upgrade(String version) throws IOException {
    return new Upgrade(operator(), INSTALL, PRODUCT).to(version).evidence();
  }

  private String next(String folder, String version) throws IOException, InterruptedException {
    publish(folder);
    return upgrade(version);
  }

  private String broken() throws IOException, InterruptedException {
    publish("v3");
    Upgrade.End end = new Upgrade(operator(), INSTALL, PRODUCT).to("3.0.0");
    if (!end.status().equals("returned")) {
      throw new StepFailed("plan of 3.0.0 is %s: %s".formatted(end.status(), end.reason()));
    }
    return "returned: " + end.reason();
  }

  private String images() throws IOException {
    return new Evidence(place.orElseThrow()).image(image.orElseThrow());
  }

  private String logs() throws IOException, InterruptedException {
    if (!operator().ask("logs", INSTALL).isEmpty()) {
      throw new StepFailed("there are log lines that nobody asked for");
    }
    operator().run("capture", "start", INSTALL, "--component", "broker", "--for", "20s");
    JsonNode lines =
        Patience.until(
            "the first captured line",
            SOON,
            () -> {
              JsonNode seen = operator().ask("logs", INSTALL, "--component", "broker");
              return seen.isEmpty() ? Optional.empty() : Optional.of(seen);
            });
    return "%d lines of broker, the last: %s"
        .formatted(lines.size(), lines.get(lines.size() - 1).path("line").asText());
  }

  private String metrics() throws IOException, InterruptedException {
    JsonNode samples =
        Patience.until(
            "the first sample of the broker",
            SOON,
            () -> {
              JsonNode seen = operator().ask("metrics", INSTALL, "--name", "kube_pod_ready");
              return seen.isEmpty() ? Optional.empty() : Optional.of(seen);
            });
    return "%d pods ready or not, e.g. %s = %s"
        .formatted(
            samples.size(),
            samples.get(0).path("labels").path("pod").asText(),
            samples.get(0).path("value").asText());
  }

  private String everyPodReady() throws IOException, InterruptedException {
    String since = Instant.now().toString();
    return Patience.until(
        "a look of the runner at which every pod was ready",
        SOON,
        () ->
            Evidence.ready(
                operator().ask("metrics", INSTALL, "--name", "kube_pod_ready", "--since", since)));
  }

  private String stillHealthy() throws IOException, InterruptedException {
    JsonNode install = operator().ask("install", "show", INSTALL);
    String release = install.path("release").asText();
    for (JsonNode known : operator().ask("release", "list")) {
      if (known.path("digest").asText().equals(release)
          && known.path("version").asText().equals("2.0.0")) {
        return "install %s runs 2.0.0; %s".formatted(INSTALL, everyPodReady());
      }
    }
    throw new StepFailed("the install runs " + release + ", which is not 2.0.0");
  }

  Child controlPlaneProcess() {
    return controlPlane.orElseThrow();
  }

  /// Its process; 0 before it was started.
  long controlPlaneId() {
    return controlPlane.map(Child::id).orElse(0L);
  }

  /// The runner's process; 0 before it was started.
  long runnerId() {
    return runner.map(Child::id).orElse(0L);
  }

  Child runnerProcess() {
    return runner.orElseThrow();
  }

  /// Starts the control plane again on its data, as after a crash.
  void restartControlPlane() throws IOException, InterruptedException {
    controlPlane = Optional.of(product.controlPlane());
  }

  /// Waits until the newest capture has begun.
  void awaitRunningCapture() throws IOException, InterruptedException {
    Patience.until(
        "the capture's beginning",
        SOON,
        () -> {
          JsonNode newest = operator().ask("job", "list", INSTALL).path(0);
          boolean runs =
              newest.path("kind").asText().equals("capture-logs")
                  && newest.path("phase").asText().equals("running");
          return runs ? Optional.of(newest) : Optional.empty();
        });
  }

  Operator operator() {
    return operator.orElseThrow(() -> new StepFailed("nobody has signed in yet"));
  }
}
