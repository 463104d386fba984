package io.bowline.runner.step.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import io.bowline.runner.host.Host;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.Stop;
import io.bowline.runner.step.TestInstall;
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.runner.step.terraform.TerraformExecutor.Home;
import io.bowline.runner.step.terraform.TerraformExecutor.Planned;
import io.bowline.testkit.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the executor promises with any of the two programs and any Kubernetes API.
abstract class TerraformExecutorContract {
  private static final String MODULE =
      """
      variable "word" { type = string }
      variable "password" {
        type      = string
        sensitive = true
      }
      resource "terraform_data" "thing" { input = var.word }
      output "thing" { value = terraform_data.thing.output }
      output "secret" {
        value     = var.password
        sensitive = true
      }
      """;

  private static final String DATA =
      """
      variable "word" { type = string }
      variable "password" {
        type      = string
        sensitive = true
      }
      resource "terraform_data" "ground" { input = var.word }
      resource "terraform_data" "bucket" {
        for_each = toset(["a", "b"])
        input    = "${each.key} on ${terraform_data.ground.id}"
      }
      resource "terraform_data" "thing" { input = terraform_data.ground.id }
      resource "terraform_data" "other" { input = var.word }
      """;

  @TempDir Path folder;
  private TestInstall install;
  private TerraformExecutor executor;

  /// `terraform` or `tofu`.
  String program() {
    return "terraform";
  }

  /// The API server that keeps state and lock.
  abstract Path kubeconfig();

  @BeforeEach
  void open() {
    install = new TestInstall(kubeconfig(), folder);
    var tool =
        Optional.of(
            new TerraformTool(Parts.here().require(program()), folder.resolve("mirror"), Map.of()));
    executor =
        new TerraformExecutor(
            install.cluster(),
            new Host(),
            new Home(tool, install.namespace(), folder.resolve("kept")),
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    if (install != null) {
      install.close();
    }
  }

  @Test
  @Tag("C35.terraform")
  @Tag("C35.idempotent")
  void createsFindsNothingToDoAndUpdates() throws IOException {
    FrozenStep first = plan("one");
    assertThat(first.planned().action()).isEqualTo(StepAction.CREATE);
    run(first);
    Path frozen = install.frozen();
    Planned same = draft(MODULE, "one", frozen);
    assertThat(same.draft().action()).isEqualTo(StepAction.NONE);
    assertThat(same.outputs().orElseThrow().get("thing").asText()).isEqualTo("one");
    FrozenStep second = plan("two");
    assertThat(second.planned().action()).isEqualTo(StepAction.UPDATE);
    run(second);
    assertThat(output()).isEqualTo("two");
  }

  @Test
  @Tag("C35.plan-shown")
  void showsWhatChangesAndNoSensitiveValue() throws IOException {
    FrozenStep step = plan("one");
    assertThat(step.planned().diff())
        .containsExactly("+ terraform_data.thing", "+ output secret", "+ output thing");
    assertThat(step.toString()).doesNotContain("hunter2");
  }

  @Test
  void appliesNothingWhenTheStateMovedMeanwhile() throws IOException {
    run(plan("one"));
    FrozenStep step = plan("two");
    run(plan("three"));
    String before = state();
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Moved.class);
    assertThat(state()).isEqualTo(before);
  }

  @Test
  @Tag("C35.failure-consistent")
  void aFailureIsPutBack() throws IOException {
    run(plan("one"));
    String failing =
        MODULE
            + """
            resource "terraform_data" "bad" {
              depends_on = [terraform_data.thing]
              provisioner "local-exec" { command = "exit 1" }
            }
            """;
    FrozenStep step = step(failing, "two");
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Failed.class);
    assertThat(executor.putBack(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
    assertThat(output()).isEqualTo("one");
  }

  @Test
  void aSensitiveValueLeavesInNoErrorAndNoProgress() throws IOException {
    String talkative =
        MODULE
            + """
            resource "terraform_data" "loud" {
              input = var.password
              provisioner "local-exec" { command = "echo with ${var.password}; exit 3" }
            }
            """;
    var heard = new CopyOnWriteArrayList<String>();
    var context = new StepContext(new Stop(), heard::add);
    FrozenStep step = step(talkative, "one");
    StepOutcome outcome = executor.apply(step, false, context);
    assertThat(outcome).isInstanceOf(StepOutcome.Failed.class);
    assertThat(((StepOutcome.Failed) outcome).failure().message())
        .contains("exit status 3", "(sensitive)")
        .doesNotContain("hunter2");
    assertThat(heard).isNotEmpty().noneMatch(line -> line.contains("hunter2"));
    String telling =
        MODULE
            + """
            resource "terraform_data" "loud" {
              lifecycle {
                precondition {
                  condition     = length(var.password) > 100
                  error_message = "${nonsensitive(var.password)} is short"
                }
              }
            }
            """;
    assertThatThrownBy(() -> step(telling, "one"))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("is short")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  @Tag("C35.failure-consistent")
  void aFirstApplyThatFailsLeavesNothing() throws IOException {
    FrozenStep step =
        step(
            MODULE
                + "resource \"terraform_data\" \"bad\" {\n"
                + "  provisioner \"local-exec\" { command = \"exit 1\" }\n}\n",
            "one");
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Failed.class);
    assertThat(executor.putBack(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
    assertThat(
            install
                .cluster()
                .get(new ObjectKey("v1", "Secret", install.namespace(), "tfstate-default-net")))
        .isEmpty();
  }

  @Test
  @Tag("C35.state-locked")
  void aLockThatAKilledRunOfOursLeftIsFreed() throws IOException, InterruptedException {
    run(plan("one"));
    killedWhileItHoldsTheLock();
    FrozenStep step = plan("two");
    run(step);
    assertThat(output()).isEqualTo("two");
  }

  @Test
  @Tag("C35.state-locked")
  void aRunThatIsKilledUnderALivingRunnerLeavesNoLock() throws IOException, InterruptedException {
    run(plan("one"));
    FrozenStep step = step(slow(), "slow");
    Left left = killed(step);
    assertThat(left.lock().path("spec").path("holderIdentity").asText()).isNotEmpty();
    JsonNode spec = install.cluster().get(lock()).orElseThrow().path("spec");
    assertThat(spec.path("holderIdentity").asText("")).as("nobody holds it").isEmpty();
  }

  @Test
  @Tag("C35.state-locked")
  void somebodyElsesLockIsLeftAlone() throws IOException, InterruptedException {
    run(plan("one"));
    killedWhileItHoldsTheLock();
    Files.delete(folder.resolve("kept/net/running.json"));
    assertThatThrownBy(() -> plan("two"))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("is locked by");
  }

  @Test
  void stoppedItEndsInGoodOrderAndFreesItsLock() throws Exception {
    FrozenStep step = step(slow(), "one");
    var stop = new Stop();
    var started = new ArrayBlockingQueue<String>(100);
    var ended = new ArrayBlockingQueue<StepOutcome>(1);
    Thread.ofVirtual()
        .start(() -> ended.add(executor.apply(step, false, new StepContext(stop, started::add))));
    assertThat(started.poll(240, TimeUnit.SECONDS)).isNotNull();
    stop.ask("cancelled by a person");
    assertThat(ended.poll(240, TimeUnit.SECONDS))
        .isEqualTo(new StepOutcome.Stopped("cancelled by a person"));
    assertThat(executor.putBack(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
  }

  @Test
  void destroysAndTakesTheRemovalBack() throws IOException {
    run(plan("one"));
    Path frozen = install.frozen();
    Planned removal = executor.draftRemoval("net", _ -> false, frozen, StepContext.quiet());
    assertThat(removal.draft().action()).isEqualTo(StepAction.DELETE);
    FrozenStep step =
        install.step(StepKind.TERRAFORM, removal.draft(), frozen, Duration.ofMinutes(4));
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
    assertThat(executor.putBack(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
    assertThat(output()).isEqualTo("one");
  }

  @Test
  @Tag("C31.data-kept")
  void whatHoldsDataStaysWithWhatItStandsOnUntilItIsNamed() throws IOException {
    run(step(DATA, "one"));
    assertThat(executor.made("net"))
        .extracting(Made::address)
        .containsExactlyInAnyOrder(
            "terraform_data.ground",
            "terraform_data.bucket[\"a\"]",
            "terraform_data.bucket[\"b\"]",
            "terraform_data.thing",
            "terraform_data.other");
    remove(made -> made.address().equals("terraform_data.bucket[\"b\"]"));
    assertThat(executor.made("net"))
        .extracting(Made::address)
        .containsExactlyInAnyOrder("terraform_data.ground", "terraform_data.bucket[\"b\"]");
    assertThat(install.cluster().get(lock())).isPresent();
    assertThat(executor.draftRemoval("net", _ -> true, install.frozen(), StepContext.quiet()))
        .extracting(planned -> planned.draft().action())
        .isEqualTo(StepAction.NONE);
    remove(_ -> false);
    assertThat(executor.made("net")).isEmpty();
  }

  private void remove(Predicate<Made> stays) throws IOException {
    Path frozen = install.frozen();
    Planned removal = executor.draftRemoval("net", stays, frozen, StepContext.quiet());
    FrozenStep step =
        install.step(StepKind.TERRAFORM, removal.draft(), frozen, Duration.ofMinutes(4));
    assertThat(executor.moved(step, StepContext.quiet())).isEmpty();
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
    assertThat(executor.settle(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
  }

  @Test
  void aProviderThatIsNotInTheMirrorFailsAtOnce() {
    assertThatThrownBy(() -> step("resource \"random_id\" \"x\" { byte_length = 4 }\n", "one"))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("random");
  }

  /// As when the runner dies with it: what it would have cleared away is there.
  private void killedWhileItHoldsTheLock() throws IOException, InterruptedException {
    FrozenStep step = step(slow(), "slow");
    Left left = killed(step);
    Files.writeString(folder.resolve("kept/net/running.json"), left.marker());
    ObjectNode patch = Json.object();
    patch
        .putObject("metadata")
        .set("annotations", left.lock().path("metadata").path("annotations").deepCopy());
    patch
        .putObject("spec")
        .put("holderIdentity", left.lock().path("spec").path("holderIdentity").asText());
    install.cluster().merge(lock(), patch);
  }

  /// What there was when Terraform died.
  private record Left(String marker, ObjectNode lock) {}

  /// Terraform dies by SIGKILL in the middle of an apply.
  private Left killed(FrozenStep step) throws IOException, InterruptedException {
    var started = new ArrayBlockingQueue<String>(100);
    var ended = new ArrayBlockingQueue<StepOutcome>(1);
    Thread.ofVirtual()
        .start(() ->
            ended.add(executor.apply(step, false, new StepContext(new Stop(), started::add))));
    assertThat(started.poll(240, TimeUnit.SECONDS)).isNotNull();
    var left =
        new Left(
            Files.readString(folder.resolve("kept/net/running.json")),
            install.cluster().get(lock()).orElseThrow());
    String work = step.frozen().toAbsolutePath().toString();
    ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().commandLine().orElse("").contains(work))
        .filter(p -> p.info().command().orElse("").contains("t"))
        .forEach(ProcessHandle::destroyForcibly);
    assertThat(ended.poll(240, TimeUnit.SECONDS)).isNotNull();
    return left;
  }

  private ObjectKey lock() {
    return new ObjectKey(
        "coordination.k8s.io/v1", "Lease", install.namespace(), "lock-tfstate-default-net");
  }

  private static String slow() {
    return MODULE
        + """
        resource "terraform_data" "slow" {
          input = var.word
          provisioner "local-exec" { command = "sleep 300" }
        }
        """;
  }

  private FrozenStep plan(String word) throws IOException {
    return step(MODULE, word);
  }

  private FrozenStep step(String module, String word) throws IOException {
    Path frozen = install.frozen();
    Planned planned = draft(module, word, frozen);
    return install.step(StepKind.TERRAFORM, planned.draft(), frozen, Duration.ofMinutes(4));
  }

  private Planned draft(String module, String word, Path frozen) {
    ObjectNode variables = Json.object().put("word", word).put("password", "hunter2");
    return executor.draft(
        "net",
        FileTree.of(Map.of("main.tf", TreeFile.text(module))),
        Map.of("word", variables.path("word"), "password", variables.path("password")),
        Map.of(),
        frozen,
        StepContext.quiet());
  }

  private void run(FrozenStep step) {
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isEqualTo(new StepOutcome.Done("applied by Terraform"));
    assertThat(executor.settle(step, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
  }

  private String output() throws IOException {
    Map<String, JsonNode> outputs =
        draft(MODULE, "one", install.frozen()).outputs().orElseGet(Map::of);
    if (!outputs.isEmpty()) {
      return outputs.get("thing").asText();
    }
    return draft(MODULE, "two", install.frozen()).outputs().orElseThrow().get("thing").asText();
  }

  private String state() {
    Optional<ObjectNode> secret =
        install
            .cluster()
            .get(new ObjectKey("v1", "Secret", install.namespace(), "tfstate-default-net"));
    return secret.orElseThrow().toString();
  }
}
