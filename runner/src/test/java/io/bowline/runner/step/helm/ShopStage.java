package io.bowline.runner.step.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import io.bowline.release.chart.HelmLibrary;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Workspaces;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.Stop;
import io.bowline.runner.step.TestInstall;
import io.bowline.runner.step.helm.HelmEngine.Order;
import io.bowline.runner.step.helm.HelmEngine.Result;
import io.bowline.runner.step.kube.HealthWatch;
import io.bowline.runner.step.kube.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A release with a chart of a few objects in a namespace of its own, and what tests do with it.
abstract class ShopStage {
  static final String RELEASE = "shop";

  /// What has to come right, or to break, may take this long on a slow machine.
  static final Duration TIMEOUT = Duration.ofMinutes(4);

  @TempDir Path folder;
  TestInstall install;
  HelmEngine engine;
  HelmExecutor executor;

  /// The cluster to run against.
  abstract Path kubeconfig();

  /// How long what hangs may try here: all of it is waited for.
  abstract Duration hangsFor();

  /// For how long what is about to crash may look ready here.
  abstract Duration crashIsToldWithin();

  /// An image of it with a shell.
  abstract String image();

  @BeforeEach
  void open() throws IOException {
    install = new TestInstall(kubeconfig(), folder);
    engine =
        new ChildHelm(
            new Host(),
            new Workspaces(folder.resolve("children")),
            kubeconfig(),
            HelmLibrary.usualFolder());
    executor = executor(Duration.ofSeconds(1));
  }

  /// @param moment for which what is ready has to stay so
  final HelmExecutor executor(Duration moment) {
    var terms = new HealthWatch.Terms(moment, Duration.ofSeconds(2));
    return new HelmExecutor(install.cluster(), engine, new HealthWatch(install.cluster(), terms));
  }

  @AfterEach
  void close() {
    if (install != null) {
      install.close();
    }
  }

  final void returnsFrom(Map<String, TreeFile> broken, Duration timeout) throws IOException {
    run(plan(chart("one")));
    var before = install.state();
    FrozenStep step = plan(broken, timeout);
    StepOutcome applied = executor.apply(step, false, StepContext.quiet());
    if (applied instanceof StepOutcome.Done) {
      assertThat(executor.awaitHealth(step, StepContext.quiet()))
          .isInstanceOf(StepOutcome.Failed.class);
    } else {
      assertThat(applied).isInstanceOf(StepOutcome.Failed.class);
    }
    assertThat(executor.putBack(step, StepContext.quiet()))
        .isEqualTo(new StepOutcome.Done("healthy"));
    assertThat(install.state()).isEqualTo(before);
    assertThat(plan(chart("one")).planned().action()).isEqualTo(StepAction.NONE);
  }

  final FrozenStep plan(Map<String, TreeFile> files) throws IOException {
    return plan(files, TIMEOUT);
  }

  final FrozenStep plan(Map<String, TreeFile> files, Duration timeout) throws IOException {
    Path frozen = install.frozen();
    Draft draft =
        executor.draft(
            RELEASE, install.namespace(), ChartObjects.of(rendered(files, timeout)), frozen);
    return install.step(StepKind.HELM, draft, frozen, timeout);
  }

  /// By Helm, unless there is nothing to render.
  private String rendered(Map<String, TreeFile> files, Duration timeout) throws IOException {
    List<String> templates =
        files.entrySet().stream()
            .filter(file -> file.getKey().contains("/templates/"))
            .map(file -> file.getValue().text())
            .toList();
    if (templates.stream().noneMatch(text -> text.contains("{{"))) {
      return String.join("---\n", templates);
    }
    Path archive = folder.resolve("chart.tgz");
    Files.write(archive, FileTree.of(files).pack());
    var order = Order.render(RELEASE, install.namespace(), archive, "{}", timeout);
    Result result = engine.run(order, new Stop());
    assertThat(result).isInstanceOf(Result.Done.class);
    return ((Result.Done) result).text();
  }

  final void run(FrozenStep step) {
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
    assertThat(executor.awaitHealth(step, StepContext.quiet()))
        .isEqualTo(new StepOutcome.Done("healthy"));
    assertThat(executor.settle(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
  }

  final Map<String, TreeFile> chart(String setting) {
    var files = new TreeMap<String, TreeFile>();
    files.put("shop/Chart.yaml", TreeFile.text("apiVersion: v2\nname: shop\nversion: 1.0.0\n"));
    files.put("shop/templates/app.yaml", deployment("sleep 3600", image()));
    files.put("shop/templates/settings.yaml", config("settings", setting));
    return files;
  }

  static TreeFile config(String name, String value) {
    return TreeFile.text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\ndata:\n  k: %s\n"
            .formatted(name, value));
  }

  static TreeFile hookConfig(String value) {
    return TreeFile.text(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: input
          annotations:
            helm.sh/hook: pre-install,pre-upgrade
            helm.sh/hook-delete-policy: before-hook-creation
        data:
          k: %s
        """
            .formatted(value));
  }

  static TreeFile deployment(String command, String image) {
    return TreeFile.text(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: app
        spec:
          replicas: 1
          selector:
            matchLabels: {app: a}
          template:
            metadata:
              labels: {app: a}
            spec:
              terminationGracePeriodSeconds: 0
              containers:
                - name: main
                  image: %s
                  command: [sh, -c, "%s"]
        """
            .formatted(image, command));
  }

  final TreeFile hook(String event, String command) {
    return TreeFile.text(
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: hooked
          annotations:
            helm.sh/hook: %s
        spec:
          backoffLimit: 0
          template:
            metadata:
              labels: {app: hook}
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 0
              containers:
                - name: main
                  image: %s
                  command: [sh, -c, "%s"]
        """
            .formatted(event, image(), command));
  }

  final void awaitPod() {
    install
        .cluster()
        .client()
        .pods()
        .inNamespace(install.namespace())
        .withLabel("app", "hook")
        .waitUntilCondition(
            pod -> pod != null && "Running".equals(pod.getStatus().getPhase()),
            TIMEOUT.toSeconds(),
            TimeUnit.SECONDS);
  }

  final int revisions() {
    return new HelmRecords(install.cluster(), install.namespace(), RELEASE).revisions().size();
  }

  final String setting() {
    return object("ConfigMap", "settings").path("data").path("k").asText();
  }

  final String secret(String field) {
    String encoded = object("Secret", "drawn").path("data").path(field).asText();
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  static ObjectNode drawn(FrozenStep step) {
    return ChartObjects.frozenIn(step.frozen().resolve("chart")).objects().objects().stream()
        .filter(o -> o.path("kind").asText().equals("Secret"))
        .map(o -> (ObjectNode) o.path("stringData"))
        .findFirst()
        .orElseThrow();
  }

  final ObjectNode object(String kind, String name) {
    return install
        .cluster()
        .get(new ObjectKey("v1", kind, install.namespace(), name))
        .orElseThrow();
  }

  final void edit(String value) {
    ObjectNode patch = Json.object();
    patch.putObject("data").put("k", value);
    install
        .cluster()
        .merge(new ObjectKey("v1", "ConfigMap", install.namespace(), "settings"), patch);
  }
}
