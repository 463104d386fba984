package io.bowline.runner.step.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.release.archive.TreeFile;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.Stop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the executor promises on any cluster that runs pods.
abstract class HelmExecutorContract extends ShopStage {
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
  @Tag("real")
  @Tag("C35.failure-consistent")
  void aCrashLoopIsPutBack() throws IOException {
    executor = executor(crashIsToldWithin());
    Map<String, TreeFile> broken = chart("broken");
    broken.put("shop/templates/app.yaml", deployment("exit 3", image()));
    broken.put("shop/templates/extra.yaml", config("extra", "x"));
    returnsFrom(broken, TIMEOUT);
  }

  @Test
  @Tag("real")
  @Tag("C35.failure-consistent")
  void aMissingImageIsPutBackWithWhatWasRemoved() throws IOException {
    Map<String, TreeFile> broken = chart("broken");
    broken.put("shop/templates/app.yaml", deployment("sleep 3600", image() + "-not-there"));
    returnsFrom(broken, TIMEOUT);
  }

  @Test
  @Tag("real")
  @Tag("C35.failure-consistent")
  void aHangIsPutBack() throws IOException {
    Map<String, TreeFile> broken = chart("broken");
    String app = broken.get("shop/templates/app.yaml").text();
    broken.put(
        "shop/templates/app.yaml",
        TreeFile.text(app + "          readinessProbe: {exec: {command: [sh, -c, \"exit 1\"]}}\n"));
    returnsFrom(broken, hangsFor());
  }

  @Test
  @Tag("real")
  @Tag("C35.failure-consistent")
  void aFailingHookBeforeTheUpgradeIsPutBack() throws IOException {
    Map<String, TreeFile> broken = chart("broken");
    broken.put("shop/templates/hook.yaml", hook("pre-upgrade", "exit 1"));
    broken.put("shop/templates/extra.yaml", config("extra", "x"));
    returnsFrom(broken, TIMEOUT);
  }

  @Test
  @Tag("C35.failure-consistent")
  void whatAHookReplacedIsPutBack() throws IOException {
    Map<String, TreeFile> good = chart("one");
    good.put("shop/templates/input.yaml", hookConfig("for one"));
    run(plan(good));
    Map<String, TreeFile> broken = chart("broken");
    broken.put("shop/templates/input.yaml", hookConfig("for the broken one"));
    broken.put("shop/templates/hook.yaml", hook("post-upgrade", "exit 1"));
    FrozenStep step = plan(broken, TIMEOUT);
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Failed.class);
    assertThat(object("ConfigMap", "input").path("data").path("k").asText())
        .isEqualTo("for the broken one");
    assertThat(executor.putBack(step, StepContext.quiet()))
        .isEqualTo(new StepOutcome.Done("healthy"));
    assertThat(object("ConfigMap", "input").path("data").path("k").asText()).isEqualTo("for one");
    assertThat(plan(good).planned().action()).isEqualTo(StepAction.NONE);
  }

  @Test
  @Tag("C35.failure-consistent")
  void aFailingHookAfterTheUpgradeIsPutBack() throws IOException {
    Map<String, TreeFile> broken = chart("broken");
    broken.put("shop/templates/hook.yaml", hook("post-upgrade", "exit 1"));
    broken.put("shop/templates/settings.yaml", config("settings", "broken\n  more: fields"));
    broken.put("shop/templates/extra.yaml", config("extra", "x"));
    returnsFrom(broken, TIMEOUT);
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
    assertThat(outcomes.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(new StepOutcome.Stopped("cancelled by a person"));
    assertThat(executor.putBack(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
    assertThat(install.state()).isEqualTo(before);
  }

  @Test
  void aFailedFirstInstallLeavesNothing() throws IOException {
    var before = install.state();
    Map<String, TreeFile> broken = chart("broken");
    broken.put("shop/templates/hook.yaml", hook("pre-install", "exit 1"));
    FrozenStep step = plan(broken, TIMEOUT);
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
    FrozenStep step = install.step(StepKind.HELM, draft, frozen, TIMEOUT);
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
    assertThat(install.state()).doesNotContainKey("ConfigMap/settings");
    assertThat(executor.putBack(step, StepContext.quiet()))
        .isEqualTo(new StepOutcome.Done("healthy"));
    assertThat(install.state()).containsOnlyKeys(keys);
  }
}
