package io.bowline.runner.step.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.TestInstall;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the executor promises on any cluster that runs pods.
abstract class KubeExecutorContract {
  /// What has to come right, or to break, may take this long on a slow machine.
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  @TempDir Path folder;
  private TestInstall install;
  private KubeExecutor executor;

  /// The cluster to run against.
  abstract Path kubeconfig();

  /// For how long what is about to crash may look ready here.
  abstract Duration crashIsToldWithin();

  /// How long what hangs may try here: all of it is waited for.
  abstract Duration hangsFor();

  /// An image of it with a shell.
  abstract String image();

  @BeforeEach
  void open() {
    install = new TestInstall(kubeconfig(), folder);
    executor = executor(Duration.ofSeconds(1));
  }

  private KubeExecutor executor(Duration moment) {
    return new KubeExecutor(
        install.cluster(),
        new Inventory(install.cluster(), install.namespace()),
        new HealthWatch(install.cluster(), new HealthWatch.Terms(moment, Duration.ofSeconds(2))));
  }

  @AfterEach
  void close() {
    if (install != null) {
      install.close();
    }
  }

  @Test
  @Tag("C35.container")
  @Tag("C35.idempotent")
  void createsThenFindsNothingToDoThenUpdates() throws IOException {
    FrozenStep first = plan(app("sleep 3600", "one"));
    assertThat(first.planned().action()).isEqualTo(StepAction.CREATE);
    run(first);
    assertThat(plan(app("sleep 3600", "one")).planned().action()).isEqualTo(StepAction.NONE);
    FrozenStep second = plan(app("sleep 3600", "two"));
    assertThat(second.planned().action()).isEqualTo(StepAction.UPDATE);
    assertThat(second.planned().diff())
        .containsExactly("~ ConfigMap " + install.namespace() + "/settings", "    data.k: changed");
    run(second);
    assertThat(config("settings")).contains("two");
  }

  @Test
  @Tag("C35.plan-shown")
  void showsImagesAndCountsButNoOtherValues() throws IOException {
    run(plan(app("sleep 3600", "one")));
    FrozenStep step =
        plan(app("sleep 7200", "a-secret-value").replace("replicas: 1", "replicas: 2"));
    assertThat(String.join("\n", step.planned().diff()))
        .contains("spec.replicas: 1 -> 2")
        .contains("containers.main.command[2]: changed")
        .doesNotContain("a-secret-value", "7200");
  }

  @Test
  void prunesWhatIsNoLongerNamedOnceHealthy() throws IOException {
    run(plan(app("sleep 3600", "one") + config("extra", "x")));
    FrozenStep without = plan(app("sleep 3600", "one"));
    assertThat(without.planned().diff())
        .containsExactly("- ConfigMap " + install.namespace() + "/extra");
    assertThat(executor.apply(without, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
    assertThat(install.state()).containsKey("ConfigMap/extra");
    executor.settle(without, StepContext.quiet());
    assertThat(install.state()).doesNotContainKey("ConfigMap/extra");
  }

  /// With the definition of a custom kind everything of that kind would go.
  @Test
  void aCustomKindIsNeverPrunedAndIsFoundAgain() throws IOException {
    String group = install.namespace() + ".example";
    var key =
        new ObjectKey("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "things." + group);
    String things = config("settings", "one") + definition(group);
    try {
      run(plan(things));
      FrozenStep without = plan(config("settings", "one"));
      assertThat(without.planned().diff())
          .containsExactly("= " + key + " stays (custom resources are never removed with it)");
      run(without);
      assertThat(install.cluster().get(key)).isPresent();
      assertThat(plan(config("settings", "one")).planned().action()).isEqualTo(StepAction.NONE);

      FrozenStep again = plan(things.replace("k: one", "k: two"));
      assertThat(again.planned().action()).isEqualTo(StepAction.UPDATE);
      run(again);
      assertThat(executor.putBack(again, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
      assertThat(install.cluster().get(key)).as("it was there before").isPresent();
      run(plan(things));
      run(plan(""));
      assertThat(install.cluster().get(key)).isPresent();
    } finally {
      install.cluster().delete(key);
    }
  }

  @Test
  void whatAsksToBeKeptIsNotPruned() throws IOException {
    String kept =
        config("data", "x")
            .replace("metadata:", "metadata:\n  annotations: {helm.sh/resource-policy: keep}");
    run(plan(config("settings", "one") + kept));
    FrozenStep without = plan(config("settings", "one"));
    assertThat(without.planned().diff())
        .containsExactly(
            "= ConfigMap " + install.namespace() + "/data stays (helm.sh/resource-policy: keep)");
    run(without);
    assertThat(config("data")).isEqualTo("x");
  }

  @Test
  void anEditBetweenPlanAndApplyStopsItWithoutAWrite() throws IOException {
    run(plan(app("sleep 3600", "one")));
    FrozenStep step = plan(app("sleep 3600", "two"));
    edit("settings", "by hand");
    var before = install.cluster().get(key("v1", "ConfigMap", "settings")).orElseThrow();
    StepOutcome outcome = executor.apply(step, false, StepContext.quiet());
    assertThat(outcome).isInstanceOf(StepOutcome.Moved.class);
    assertThat(((StepOutcome.Moved) outcome).what()).contains("settings");
    assertThat(install.cluster().get(key("v1", "ConfigMap", "settings")).orElseThrow())
        .isEqualTo(before);
  }

  @Test
  void leavesTheReplicasOfAnAutoscalerAlone() throws IOException {
    run(plan(app("sleep 3600", "one")));
    scaleAsAutoscaler(2);
    FrozenStep step = plan(app("sleep 3600", "two"));
    assertThat(String.join("\n", step.planned().diff()))
        .contains("left to its owner")
        .doesNotContain("spec.replicas: 2 -> 1");
    scaleAsAutoscaler(3);
    run(step);
    assertThat(deployment().path("spec").path("replicas").asInt()).isEqualTo(3);
  }

  @Test
  @Tag("C35.failure-consistent")
  void aCrashLoopIsRecognisedAndPutBack() throws IOException {
    executor = executor(crashIsToldWithin());
    returnsFrom(app("exit 3", "broken") + config("extra", "x"), TIMEOUT, "exit code 3");
  }

  @Test
  @Tag("C35.failure-consistent")
  void aMissingImageIsRecognisedAndPutBack() throws IOException {
    returnsFrom(
        app("sleep 3600", "broken").replace(image(), image() + "-that-is-not-there"),
        TIMEOUT,
        "ImagePull");
  }

  @Test
  @Tag("C35.failure-consistent")
  void aHangIsRecognisedAndPutBack() throws IOException {
    String hanging = app("sleep 3600", "broken").replace("# probe", probe());
    returnsFrom(hanging, hangsFor(), "not healthy within");
  }

  @Test
  void aFirstApplyThatFailsLeavesNothing() throws IOException {
    var before = install.state();
    FrozenStep broken = plan(app("exit 3", "broken"));
    executor.apply(broken, false, StepContext.quiet());
    assertThat(executor.putBack(broken, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
    assertThat(install.state()).isEqualTo(before);
  }

  @Test
  void doesNotTakeOverWhatSomebodyElseMade() {
    edit("settings", "theirs");
    assertThatThrownBy(() -> plan(app("sleep 3600", "ours")))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("was not made by this install");
  }

  @Test
  void removesEverythingWhenNothingIsWanted() throws IOException {
    run(plan(app("sleep 3600", "one")));
    FrozenStep removal = plan("");
    assertThat(removal.planned().action()).isEqualTo(StepAction.DELETE);
    run(removal);
    assertThat(install.state()).doesNotContainKeys("ConfigMap/settings", "Deployment/app");
    assertThat(plan("").planned().action()).isEqualTo(StepAction.NONE);
  }

  private void returnsFrom(String broken, Duration timeout, String reason) throws IOException {
    run(plan(app("sleep 3600", "one")));
    var before = install.state();
    FrozenStep step = plan(broken, timeout);
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
    StepOutcome health = executor.awaitHealth(step, StepContext.quiet());
    assertThat(health).isInstanceOf(StepOutcome.Failed.class);
    assertThat(((StepOutcome.Failed) health).failure().message()).contains(reason);
    assertThat(executor.putBack(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
    assertThat(install.state()).isEqualTo(before);
    assertThat(plan(app("sleep 3600", "one")).planned().action()).isEqualTo(StepAction.NONE);
  }

  private FrozenStep plan(String yaml) throws IOException {
    return plan(yaml, TIMEOUT);
  }

  private FrozenStep plan(String yaml, Duration timeout) throws IOException {
    Path frozen = install.frozen();
    Draft draft =
        executor.draft("app", install.namespace(), Manifest.parse(yaml).objects(), frozen);
    return install.step(StepKind.KUBE, draft, frozen, timeout);
  }

  private void run(FrozenStep step) {
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
    assertThat(executor.awaitHealth(step, StepContext.quiet()))
        .isEqualTo(new StepOutcome.Done("healthy"));
    assertThat(executor.settle(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
  }

  private String app(String command, String setting) {
    return """
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
              # probe
    """
            .formatted(image(), command)
        + config("settings", setting);
  }

  private static String definition(String group) {
    return """
    ---
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata:
      name: things.%1$s
    spec:
      group: %1$s
      scope: Namespaced
      names: {kind: Thing, listKind: ThingList, plural: things, singular: thing}
      versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object}}
    """
        .formatted(group);
  }

  private static String probe() {
    return "readinessProbe: {exec: {command: [sh, -c, \"exit 1\"]}}";
  }

  private static String config(String name, String value) {
    return """
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: %s
    data:
      k: %s
    """
        .formatted(name, value);
  }

  private String config(String name) {
    return install
        .cluster()
        .get(key("v1", "ConfigMap", name))
        .orElseThrow()
        .path("data")
        .path("k")
        .asText();
  }

  private ObjectNode deployment() {
    return install.cluster().get(key("apps/v1", "Deployment", "app")).orElseThrow();
  }

  private ObjectKey key(String version, String kind, String name) {
    return new ObjectKey(version, kind, install.namespace(), name);
  }

  private void edit(String name, String value) {
    install
        .cluster()
        .client()
        .configMaps()
        .inNamespace(install.namespace())
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData("k", value)
                .build())
        .createOr(NonDeletingOperation::update);
  }

  private void scaleAsAutoscaler(int replicas) {
    install
        .cluster()
        .client()
        .apps()
        .deployments()
        .inNamespace(install.namespace())
        .withName("app")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("kube-controller-manager")
                .build(),
            "{\"spec\":{\"replicas\":" + replicas + "}}");
  }
}
