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
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Releases that Helm left in every state in which it refuses to go on, and objects that outlive
/// the release on purpose. In a simulated account.
@Tag("real")
final class StuckReleaseTest extends ShopStage {
  @TempDir static Path home;
  private static Account account;

  @BeforeAll
  static void start() {
    account = Account.start(home, AccountOptions.usual());
  }

  @AfterAll
  static void stop() {
    account.close();
  }

  @Override
  Path kubeconfig() {
    return account.kubeconfig();
  }

  @Override
  String image() {
    throw new UnsupportedOperationException("nothing runs here");
  }

  @Override
  Duration hangsFor() {
    return TIMEOUT;
  }

  @Override
  Duration crashIsToldWithin() {
    return TIMEOUT;
  }

  /// The second revision brought an object and a field, and took an object and a field away; then
  /// nobody finished it.
  @ParameterizedTest
  @ValueSource(strings = {"pending-upgrade", "pending-rollback", "failed"})
  @Tag("C35.failure-consistent")
  void whatNeverFinishedLeavesNothingBehindInTheNextRevision(String status) throws IOException {
    HelmRecords records = twoRevisionsOfWhichTheSecondIs(status);
    FrozenStep third = plan(objects("settings", "three", "own: x"));
    assertThat(third.planned().diff())
        .contains("- ConfigMap " + install.namespace() + "/brought")
        .contains("- ConfigMap " + install.namespace() + "/taken");
    run(third);
    assertThat(install.state()).doesNotContainKeys("ConfigMap/brought", "ConfigMap/taken");
    assertThat(
            object("ConfigMap", "settings").path("data").properties().stream()
                .map(Map.Entry::getKey))
        .containsExactlyInAnyOrder("k", "own");
    assertThat(records.latest().orElseThrow().deployed()).isTrue();
    assertThat(records.revisions()).filteredOn(Revision::deployed).hasSize(1);
    assertThat(plan(objects("settings", "three", "own: x")).planned().action())
        .isEqualTo(StepAction.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending-install", "uninstalling", "uninstalled", "failed"})
  @Tag("C35.failure-consistent")
  void whatWasNeverInForceOrWasBeingRemovedIsAppliedAnew(String status) throws IOException {
    run(plan(with(objects("settings", "one", ""), objects("taken", "x", ""))));
    HelmRecords records = records();
    install.cluster().delete(key("settings"));
    records.settle(1, status);
    run(plan(objects("settings", "two", "")));
    assertThat(setting()).isEqualTo("two");
    assertThat(records.latest().orElseThrow().deployed()).isTrue();
    if (!status.equals("uninstalled")) {
      assertThat(install.state()).doesNotContainKey("ConfigMap/taken");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pending-install",
        "pending-upgrade",
        "pending-rollback",
        "uninstalling",
        "uninstalled",
        "failed"
      })
  void isRemovedWholeWhateverItsState(String status) throws IOException {
    var before = install.state();
    HelmRecords records = twoRevisionsOfWhichTheSecondIs(status);
    remove();
    if (!status.equals("uninstalled")) {
      assertThat(install.state()).isEqualTo(before);
    }
    assertThat(records.revisions()).isEmpty();
  }

  @Test
  void aBrokenReleaseOnOneThatNeverFinishedReturnsToTheOneInForce() throws IOException {
    run(plan(objects("settings", "one", "")));
    var before = install.state();
    Map<String, TreeFile> second = objects("settings", "two", "");
    run(plan(with(second, objects("brought", "x", ""))));
    records().settle(2, "pending-upgrade");
    records().settle(1, "deployed");
    Map<String, TreeFile> broken = objects("settings", "broken", "");
    broken.put("shop/templates/bad.yaml", invalid());
    FrozenStep step = plan(broken);
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Failed.class);
    assertThat(executor.putBack(step, StepContext.quiet()))
        .isEqualTo(new StepOutcome.Done("healthy"));
    assertThat(install.state()).isEqualTo(before);
  }

  @Test
  void whatAsksToBeKeptStaysWhenItIsNoLongerNamedAndWhenAllIsRemoved() throws IOException {
    run(plan(with(kept("data"), objects("settings", "one", ""))));
    FrozenStep without = plan(objects("settings", "one", ""));
    String stays =
        "= ConfigMap " + install.namespace() + "/data stays (helm.sh/resource-policy: keep)";
    assertThat(without.planned().diff()).containsExactly(stays);
    run(without);
    assertThat(install.state()).containsKey("ConfigMap/data");

    run(plan(with(kept("data"), objects("settings", "one", ""))));
    assertThat(removal().planned().diff())
        .containsExactlyInAnyOrder(stays, "- ConfigMap " + install.namespace() + "/settings");
    remove();
    assertThat(install.state())
        .containsKey("ConfigMap/data")
        .doesNotContainKey("ConfigMap/settings");

    run(plan(with(kept("data"), objects("settings", "one", ""))));
    assertThat(setting()).as("found again by the next install").isEqualTo("one");
  }

  @Test
  @Tag("C35.failure-consistent")
  void hooksWithEveryDeletePolicyAreAsTheyWereAfterAReturn() throws IOException {
    Map<String, TreeFile> good = objects("settings", "one", "");
    for (String policy : new String[] {"before-hook-creation", "hook-succeeded", "hook-failed"}) {
      good.put("shop/templates/" + policy + ".yaml", policed(policy, policy, "one"));
    }
    good.put("shop/templates/last.yaml", policed("last", "before-hook-creation", "one"));
    run(plan(good));
    Map<String, String> before = written();
    assertThat(before)
        .containsKeys("ConfigMap/before-hook-creation", "ConfigMap/hook-failed", "ConfigMap/last")
        .doesNotContainKey("ConfigMap/hook-succeeded");
    Map<String, TreeFile> broken = new TreeMap<>(good);
    broken.replaceAll((_, file) -> TreeFile.text(file.text().replace("k: one", "k: broken")));
    broken.put("shop/templates/last.yaml", policed("last", "hook-succeeded", "broken"));
    broken.put("shop/templates/fresh.yaml", policed("fresh", "hook-failed", "broken"));
    broken.put("shop/templates/bad.yaml", invalid());
    FrozenStep step = plan(broken);
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Failed.class);
    assertThat(executor.putBack(step, StepContext.quiet()))
        .isEqualTo(new StepOutcome.Done("healthy"));
    assertThat(written()).isEqualTo(before);
  }

  /// A hook for upgrades and for the removal runs at the removal also after a return.
  @Test
  void aReturnLosesNoHookForOtherEvents() throws IOException {
    Map<String, TreeFile> good = objects("settings", "one", "");
    good.put(
        "shop/templates/bye.yaml",
        TreeFile.text(
            policed("bye", "before-hook-creation", "one")
                .text()
                .replace("pre-install,pre-upgrade", "post-upgrade, pre-delete")));
    run(plan(good));
    Map<String, TreeFile> broken = objects("settings", "broken", "");
    broken.put("shop/templates/bad.yaml", invalid());
    FrozenStep step = plan(broken);
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Failed.class);
    assertThat(executor.putBack(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
    assertThat(install.state()).doesNotContainKey("ConfigMap/bye");
    remove();
    assertThat(install.state()).containsKey("ConfigMap/bye");
  }

  private HelmRecords twoRevisionsOfWhichTheSecondIs(String status) throws IOException {
    run(plan(with(objects("settings", "one", "gone: x"), objects("taken", "x", ""))));
    ObjectNode taken = object("ConfigMap", "taken").deepCopy();
    run(plan(with(objects("settings", "two", "new: x"), objects("brought", "x", ""))));
    HelmRecords records = records();
    records.settle(2, status);
    if (!status.startsWith("uninstall") && !status.equals("pending-install")) {
      // as if Helm had been killed when it had written the new, and not yet taken away the old
      ((ObjectNode) taken.path("metadata")).remove(List.of("uid", "resourceVersion"));
      install.cluster().create(taken);
      records.settle(1, "deployed");
    }
    return records;
  }

  /// What the objects say; a hook's object is made anew each time.
  private Map<String, String> written() {
    var written = new TreeMap<String, String>();
    install
        .state()
        .forEach((name, text) ->
            written.put(name, text.replaceAll("\"(uid|creationTimestamp)\":\"[^\"]*\",?", "")));
    return written;
  }

  private HelmRecords records() {
    return new HelmRecords(install.cluster(), install.namespace(), RELEASE);
  }

  private FrozenStep removal() throws IOException {
    Path frozen = install.frozen();
    Draft draft = executor.draftRemoval(RELEASE, install.namespace(), frozen);
    return install.step(StepKind.HELM, draft, frozen, TIMEOUT);
  }

  private void remove() throws IOException {
    FrozenStep step = removal();
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
    assertThat(executor.settle(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
  }

  private ObjectKey key(String config) {
    return new ObjectKey("v1", "ConfigMap", install.namespace(), config);
  }

  /// A chart of one ConfigMap.
  private static Map<String, TreeFile> objects(String name, String value, String more) {
    var files = new TreeMap<String, TreeFile>();
    files.put("shop/Chart.yaml", TreeFile.text("apiVersion: v2\nname: shop\nversion: 1.0.0\n"));
    files.put("shop/templates/" + name + ".yaml", config(name, value + "\n  " + more));
    return files;
  }

  private static Map<String, TreeFile> kept(String name) {
    Map<String, TreeFile> files = objects(name, "x", "");
    files.replaceAll((_, file) ->
        TreeFile.text(
            file.text()
                .replace(
                    "metadata:\n", "metadata:\n  annotations: {helm.sh/resource-policy: keep}\n")));
    return files;
  }

  private static Map<String, TreeFile> with(
      Map<String, TreeFile> one, Map<String, TreeFile> other) {
    var files = new TreeMap<>(one);
    files.putAll(other);
    return files;
  }

  private static TreeFile policed(String name, String policy, String value) {
    return TreeFile.text(
        hookConfig(value)
            .text()
            .replace("name: input", "name: " + name)
            .replace("hook-delete-policy: before-hook-creation", "hook-delete-policy: " + policy));
  }

  /// Is refused by the API server, when other objects are written already.
  private static TreeFile invalid() {
    return TreeFile.text(
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: bad
        spec:
          ports: [{port: 70000}]
        """);
  }
}
