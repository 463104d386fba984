package io.bowline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.demo.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One install in AWS and its runner, a process that starts from what a pod of the cluster would
/// start from. Its Kubernetes and its registry are the simulated account's.
///
/// @param product of a folder of its own
record DataPlane(Operator operator, Product product, String name) {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration BASE_LAYER = Duration.ofMinutes(5);

  JsonNode create() throws IOException {
    return operator.ask(
        "install",
        "create",
        name,
        "--product",
        Story.PRODUCT,
        "--cloud",
        "aws",
        "--account",
        "123456789012",
        "--region",
        "eu-central-1");
  }

  /// Hands out a token. The file with it is what the runner's pod is given.
  Path token() {
    Path bootstrap = product.folder().resolve(name + ".bootstrap.json");
    operator.run("install", "token", name, "--bootstrap", bootstrap.toString());
    return bootstrap;
  }

  /// Starts the runner where the base layer has a place for it, and waits for its first word.
  Child start(Path bootstrap, Path trustRoot) throws IOException, InterruptedException {
    Child runner = runner(product.account(), bootstrap, trustRoot);
    until("active");
    return runner;
  }

  /// Opens the account in which the runner's Kubernetes and registry are.
  Place place() throws IOException, InterruptedException {
    return product.account();
  }

  /// Starts the runner there.
  Child runner(Place there, Path bootstrap, Path trustRoot) throws IOException {
    Path policy = Files.writeString(product.folder().resolve("policy.yaml"), "mode: auto\n");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("runner.state", product.folder().resolve("runner").toString());
    settings.put("link.bootstrap", bootstrap.toString());
    settings.put("install.kubeconfig", there.kubeconfig().toString());
    settings.put("install.policy", policy.toString());
    settings.put("install.trust-root", trustRoot.toString());
    settings.put("registry.url", there.registry());
    settings.put("telemetry.scrape-every", "3s");
    there.user().ifPresent(user -> settings.put("registry.user", user));
    there.passwordFile().ifPresent(file -> settings.put("registry.password-file", file.toString()));
    return product.runner(settings);
  }

  String status() throws IOException {
    return operator.ask("install", "show", name).path("status").asText();
  }

  void until(String status) throws IOException, InterruptedException {
    Patience.until(
        name + " " + status,
        BASE_LAYER,
        () -> status().equals(status) ? Optional.of(true) : Optional.empty());
  }

  void upgrade(String version) throws IOException {
    String _ = new Upgrade(operator, name, Story.PRODUCT).to(version).evidence();
  }

  /// Another size, by the release that runs.
  void scale(String version, int brokers) throws IOException {
    operator.run("install", "set", name, "-i", "brokerReplicas=" + brokers);
    upgrade(version);
  }

  /// What its metrics say from now on: how many pods there are, all of them ready.
  String pods() throws IOException, InterruptedException {
    String since = Instant.now().toString();
    return Patience.until(
        "a look at which every pod of " + name + " was ready",
        SOON,
        () ->
            Evidence.ready(
                operator.ask("metrics", name, "--name", "kube_pod_ready", "--since", since)));
  }

  /// What installers told of it, oldest first: the word for what happened.
  List<String> told() throws IOException {
    var told = new ArrayList<String>();
    operator.ask("install", "reports", name).forEach(each -> told.add(each.path("phase").asText()));
    return told;
  }

  /// Tells as whoever made it by Terraform or by hand.
  void tell(String phase, Path bootstrap, String... more) {
    var line = new ArrayList<>(List.of("install", "report", phase));
    line.addAll(List.of("--bootstrap", bootstrap.toString(), "--account", "123456789012"));
    line.addAll(List.of("--region", "eu-central-1"));
    line.addAll(List.of(more));
    operator.run(line.toArray(String[]::new));
  }

  void uninstall() throws IOException, InterruptedException {
    operator.run("install", "uninstall", name, "--confirm", name);
    until("awaiting-customer-teardown");
  }

  /// Its states in their order, each of them with a time and, but for the one in which all is well,
  /// a reason.
  List<String> states() throws IOException {
    var states = new ArrayList<String>();
    Instant before = Instant.EPOCH;
    for (JsonNode change : operator.ask("install", "history", name)) {
      Instant at = Instant.parse(change.path("at").asText());
      String state = change.path("status").asText();
      boolean told = state.equals("active") || !change.path("reason").asText().isBlank();
      if (at.isBefore(before) || !told) {
        throw new AssertionError("out of order, or without a reason: " + change);
      }
      before = at;
      if (states.isEmpty() || !states.getLast().equals(state)) {
        states.add(state);
      }
    }
    return states;
  }
}
