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
import io.bowline.runner.step.kube.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the executor promises on any cluster that runs pods.
abstract class HelmExecutorContract {
  private static final String RELEASE = "shop";

  @TempDir Path folder;
  private TestInstall install;
  private HelmEngine engine;
  private HelmExecutor executor;

  /// The cluster to run against.
  abstract Path kubeconfig();

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
    executor = new HelmExecutor(install.cluster(), engine);
  }

  @AfterEach
  void close() {
    if (install != null) {
      install.close();
    }
  }

  @Test
  @Tag("C35.helm")
  @Tag("C35.idempotent")
  void installsUpgradesAndMakesNoRevisionWithoutAChange() throws IOException {
    FrozenStep first = plan(chart("one"));
    assertThat(first.planned().action()).isEqualTo(StepAction.CREATE);
    run(first);
    assertThat(revisions()).isEqualTo(1);
    FrozenStep same = plan(chart("one"));
    assertThat(same.planned().diff()).isEmpty();
    assertThat(same.planned().action()).isEqualTo(StepAction.NONE);
    FrozenStep second = plan(chart("two"));
    assertThat(second.planned().diff())
        .containsExactly("~ ConfigMap " + install.namespace() + "/settings", "    data.k: changed");
    run(second);
    assertThat(revisions()).isEqualTo(2);
    assertThat(setting()).isEqualTo("two");
  }

  @Test
  void appliesExactlyTheApprovedBytes() throws IOException {
    Map<String, TreeFile> files = chart("one");
    files.put(
        "shop/templates/drawn.yaml",
        TreeFile.text(
            """
            {{- $old := lookup "v1" "Secret" .Release.Namespace "drawn" }}
            apiVersion: v1
            kind: Secret
            metadata:
              name: drawn
            stringData:
              password: {{ if $old }}{{ index $old.data "password" | b64dec }}{{ else }}{{ randAlphaNum 20 }}{{ end }}
              nonce: {{ randAlphaNum 20 }}
              at: {{ now | quote }}
              braces: "{{ "{{ not a template }} ${neither}" }}"
            """));
    FrozenStep first = plan(files);
    ObjectNode frozen = drawn(first);
    run(first);
    String password = secret("password");
    assertThat(password).isEqualTo(frozen.path("password").asText()).hasSize(20);
    assertThat(secret("nonce")).isEqualTo(frozen.path("nonce").asText());
    assertThat(secret("at")).isEqualTo(frozen.path("at").asText());
    assertThat(secret("braces")).isEqualTo("{{ not a template }} ${neither}");
    FrozenStep second = plan(files);
    assertThat(String.join("\n", second.planned().diff())).doesNotContain(password);
    run(second);
    assertThat(secret("password")).as("lookup saw the cluster").isEqualTo(password);
    assertThat(secret("nonce")).isEqualTo(drawn(second).path("nonce").asText());
  }

  @Test
  void anEditBetweenPlanAndApplyStopsItWithoutAWrite() throws IOException {
    run(plan(chart("one")));
    FrozenStep step = plan(chart("two"));
    edit("by hand");
    var before = install.state();
    StepOutcome outcome = executor.apply(step, false, StepContext.quiet());
    assertThat(outcome).isInstanceOf(StepOutcome.Moved.class);
    assertThat(((StepOutcome.Moved) outcome).what()).contains("settings");
    assertThat(install.state()).isEqualTo(before);
    assertThat(revisions()).isEqualTo(1);
  }

  @Test
  void anEditIsShownAndPutRight() throws IOException {
    run(plan(chart("one")));
    edit("by hand");
    FrozenStep step = plan(chart("one"));
    assertThat(step.planned().action()).isEqualTo(StepAction.UPDATE);
    run(step);
    assertThat(setting()).isEqualTo("one");
  }

  @Test
  @Tag("C35.failure-consistent")
  void aCrashLoopIsPutBack() throws IOException {
    Map<String, TreeFile> broken = chart("broken");
    broken.put("shop/templates/app.yaml", deployment("exit 3", image()));
    broken.put("shop/templates/extra.yaml", config("extra", "x"));
    returnsFrom(broken);
  }

  @Test
  @Tag("C35.failure-consistent")
  void aMissingImageIsPutBackWithWhatWasRemoved() throws IOException {
    Map<String, TreeFile> broken = chart("broken");
    broken.put("shop/templates/app.yaml", deployment("sleep 3600", image() + "-not-there"));
    returnsFrom(broken);
  }

  @Test
  @Tag("C35.failure-consistent")
  void aHangIsPutBack() throws IOException {
    Map<String, TreeFile> broken = chart("broken");
    String app = broken.get("shop/templates/app.yaml").text();
    broken.put(
        "shop/templates/app.yaml",
        TreeFile.text(app + "          readinessProbe: {exec: {command: [sh, -c, \"exit 1\"]}}\n"));
    returnsFrom(broken);
  }

  @Test
  @Tag("C35.failure-consistent")
  void aFailingHookBeforeTheUpgradeIsPutBack() throws IOException {
    Map<String, TreeFile> broken = chart("broken");
    broken.put("shop/templates/hook.yaml", hook("pre-upgrade", "exit 1"));
    broken.put("shop/templates/extra.yaml", config("extra", "x"));
    returnsFrom(broken);
  }

  @Test
  @Tag("C35.failure-consistent")
  void aFailingHookAfterTheUpgradeIsPutBack() throws IOException {
    Map<String, TreeFile> broken = chart("broken");
    broken.put("shop/templates/hook.yaml", hook("post-upgrade", "exit 1"));
    broken.put("shop/templates/settings.yaml", config("settings", "broken\n  more: fields"));
    broken.put("shop/templates/extra.yaml", config("extra", "x"));
    returnsFrom(broken);
  }

  @Test
  @Tag("C35.failure-consistent")
  void aReleaseThatIsStuckPendingIsRecovered() throws IOException {
    run(plan(chart("one")));
    var records = new HelmRecords(install.cluster(), install.namespace(), RELEASE);
    records.settle(1, "pending-upgrade");
    FrozenStep step = plan(chart("two"));
    run(step);
    assertThat(setting()).isEqualTo("two");
    assertThat(records.latest().orElseThrow().status()).isEqualTo("deployed");
  }

  @Test
  void stoppedInTheMiddleItIsPutBack() throws Exception {
    run(plan(chart("one")));
    var before = install.state();
    Map<String, TreeFile> slow = chart("slow");
    slow.put("shop/templates/hook.yaml", hook("pre-upgrade", "sleep 600"));
    FrozenStep step = plan(slow);
    var stop = new Stop();
    var outcomes = new ArrayBlockingQueue<StepOutcome>(1);
    Thread.ofVirtual()
        .start(() -> outcomes.add(executor.apply(step, false, new StepContext(stop, _ -> {}))));
    awaitPod();
    stop.ask("cancelled by a person");
    assertThat(outcomes.poll(60, TimeUnit.SECONDS))
        .isEqualTo(new StepOutcome.Stopped("cancelled by a person"));
    assertThat(executor.putBack(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
    assertThat(install.state()).isEqualTo(before);
  }

  @Test
  void aFailedFirstInstallLeavesNothing() throws IOException {
    var before = install.state();
    Map<String, TreeFile> broken = chart("broken");
    broken.put("shop/templates/hook.yaml", hook("pre-install", "exit 1"));
    FrozenStep step = plan(broken, Duration.ofSeconds(20));
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Failed.class);
    assertThat(executor.putBack(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
    assertThat(install.state()).isEqualTo(before);
    assertThat(revisions()).isZero();
  }

  @Test
  void removesAndTakesTheRemovalBack() throws IOException {
    run(plan(chart("one")));
    var keys = install.state().keySet();
    Path frozen = install.frozen();
    Draft draft = executor.draftRemoval(RELEASE, install.namespace(), frozen);
    assertThat(draft.action()).isEqualTo(StepAction.DELETE);
    FrozenStep step = install.step(StepKind.HELM, draft, frozen, Duration.ofSeconds(40));
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
    assertThat(install.state()).doesNotContainKey("ConfigMap/settings");
    assertThat(executor.putBack(step, StepContext.quiet()))
        .isEqualTo(new StepOutcome.Done("healthy"));
    assertThat(install.state()).containsOnlyKeys(keys);
  }

  private void returnsFrom(Map<String, TreeFile> broken) throws IOException {
    run(plan(chart("one")));
    var before = install.state();
    FrozenStep step = plan(broken, Duration.ofSeconds(12));
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

  private FrozenStep plan(Map<String, TreeFile> files) throws IOException {
    return plan(files, Duration.ofSeconds(40));
  }

  private FrozenStep plan(Map<String, TreeFile> files, Duration timeout) throws IOException {
    Path archive = folder.resolve("chart.tgz");
    Files.write(archive, FileTree.of(files).pack());
    var order = Order.render(RELEASE, install.namespace(), archive, "{}", timeout);
    Result result = engine.run(order, new Stop());
    assertThat(result).isInstanceOf(Result.Done.class);
    Path frozen = install.frozen();
    Draft draft =
        executor.draft(
            RELEASE, install.namespace(), ChartObjects.of(((Result.Done) result).text()), frozen);
    return install.step(StepKind.HELM, draft, frozen, timeout);
  }

  private void run(FrozenStep step) {
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
    assertThat(executor.awaitHealth(step, StepContext.quiet()))
        .isEqualTo(new StepOutcome.Done("healthy"));
    assertThat(executor.settle(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
  }

  private Map<String, TreeFile> chart(String setting) {
    var files = new TreeMap<String, TreeFile>();
    files.put("shop/Chart.yaml", TreeFile.text("apiVersion: v2\nname: shop\nversion: 1.0.0\n"));
    files.put("shop/templates/app.yaml", deployment("sleep 3600", image()));
    files.put("shop/templates/settings.yaml", config("settings", setting));
    return files;
  }

  private static TreeFile config(String name, String value) {
    return TreeFile.text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\ndata:\n  k: %s\n"
            .formatted(name, value));
  }

  private static TreeFile deployment(String command, String image) {
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

  private TreeFile hook(String event, String command) {
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

  private void awaitPod() {
    install
        .cluster()
        .client()
        .pods()
        .inNamespace(install.namespace())
        .withLabel("app", "hook")
        .waitUntilCondition(
            pod -> pod != null && "Running".equals(pod.getStatus().getPhase()),
            60,
            TimeUnit.SECONDS);
  }

  private int revisions() {
    return new HelmRecords(install.cluster(), install.namespace(), RELEASE).revisions().size();
  }

  private String setting() {
    return object("ConfigMap", "settings").path("data").path("k").asText();
  }

  private String secret(String field) {
    String encoded = object("Secret", "drawn").path("data").path(field).asText();
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private static ObjectNode drawn(FrozenStep step) {
    return ChartObjects.frozenIn(step.frozen().resolve("chart")).objects().objects().stream()
        .filter(o -> o.path("kind").asText().equals("Secret"))
        .map(o -> (ObjectNode) o.path("stringData"))
        .findFirst()
        .orElseThrow();
  }

  private ObjectNode object(String kind, String name) {
    return install
        .cluster()
        .get(new ObjectKey("v1", kind, install.namespace(), name))
        .orElseThrow();
  }

  private void edit(String value) {
    ObjectNode patch = Json.object();
    patch.putObject("data").put("k", value);
    install
        .cluster()
        .merge(new ObjectKey("v1", "ConfigMap", install.namespace(), "settings"), patch);
  }
}
