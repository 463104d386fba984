package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.model.plan.SignedApproval;
import io.bowline.model.plan.StepAction;
import io.bowline.release.trust.SigningKey;
import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.runner.plan.SampleBundle.Edit;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.runner.work.JobEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The story of one install, as the runner lives it, on any cluster that runs pods.
abstract class PlanContract {
  @TempDir Path folder;
  private PlanStory story;

  abstract Place place() throws IOException;

  /// Watches, where the cluster can tell, what is written from now on.
  Writes writes() {
    return List::of;
  }

  /// What was written since it was asked for.
  interface Writes {
    List<String> sinceThen();
  }

  @BeforeEach
  void open() throws IOException {
    story = new PlanStory(place(), folder);
  }

  @AfterEach
  void close() {
    if (story != null) {
      story.close();
    }
  }

  @Test
  @Tag("C35.plan-shown")
  @Tag("C35.helm")
  @Tag("C35.container")
  @Tag("C38.returns-by-itself")
  @Tag("C31.reverse-order")
  void installsUpgradesAndReturnsABrokenReleaseByItself() throws Exception {
    Digest v1 = story.publish("v1");
    JobReport.Planned first = planned(story.plan(v1, 1));
    assertThat(first.plan().deferred()).map(Object::toString).containsExactly("connector");
    assertThat(first.plan().steps())
        .extracting(step -> step.name())
        .containsExactly("images", "topics", "broker", "generator");
    assertDone(story.apply(first));
    assertDone(story.apply(planned(story.plan(v1, 2))));
    JobReport.Inspected seen = (JobReport.Inspected) story.inspect().report();
    assertThat(seen.release()).contains(v1);
    assertThat(seen.components()).hasSize(4).allMatch(JobReport.ComponentHealth::healthy);

    Digest v2 = story.publish("v2");
    assertDone(story.rollOut(v2));
    JobReport.Planned again = planned(story.plan(v2, 1));
    assertThat(again.plan().changesNothing()).as("steps: " + again.plan().steps()).isTrue();
    var before = story.install.state();

    Digest v3 = story.publish("v3");
    JobEnd end = story.rollOut(v3);
    assertThat(end.outcome()).isInstanceOf(Outcome.Failed.class);
    JobReport.Applied applied = (JobReport.Applied) end.report();
    assertThat(applied.release()).contains(v2);
    assertThat(applied.returnedBecause())
        .hasValueSatisfying(r -> assertThat(r).contains("connector"));
    assertThat(applied.components()).hasSize(4).allMatch(JobReport.ComponentHealth::healthy);
    assertThat(story.install.state()).isEqualTo(before);
    assertThat(story.said).filteredOn(line -> line.startsWith("return RETURNED")).hasSize(1);

    assertDone(story.uninstall());
    assertThat(story.said)
        .filteredOn(line -> line.endsWith(" SUCCEEDED removed"))
        .as("the release backwards: nothing goes before what needs it")
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly("generator", "connector", "broker", "topics");
    assertThat(story.install.state())
        .doesNotContainKeys(
            "StatefulSet/broker", "Deployment/connector", "Deployment/generator", "Service/broker");
  }

  @Test
  void anEditBetweenApprovalAndApplyStopsWithoutAWrite() throws Exception {
    Digest release = story.publish("v1", withoutConnector());
    assertDone(story.rollOut(release));
    Digest next = story.publish("v2", withoutConnector());
    JobReport.Planned planned = planned(story.plan(next, 1));
    ObjectNode patch = Json.object();
    patch.putObject("data").put("retention.hours", "1");
    story
        .install
        .cluster()
        .merge(new ObjectKey("v1", "ConfigMap", story.install.namespace(), "broker"), patch);
    var before = story.install.state();
    Writes writes = writes();
    JobEnd end = story.apply(planned);
    assertThat(writes.sinceThen()).as("of no step of the plan").isEmpty();
    assertThat(reason(end)).isEqualTo("world-moved");
    assertThat(story.said)
        .anyMatch(line -> line.startsWith("broker FAILED changed in the cluster"))
        .noneMatch(line -> line.contains("RETURNED"));
    assertThat(story.install.state()).isEqualTo(before);
    assertThat(((JobReport.Applied) end.report()).release()).contains(release);
  }

  @Test
  void bytesThatAreNotTheApprovedOnesAreNotApplied() throws Exception {
    JobReport.Planned planned = planned(story.plan(story.publish("v1"), 1));
    Path chart =
        story.planFolder(planned).resolve("steps/broker/frozen/chart/frozen/manifest.yaml");
    Files.writeString(chart, Files.readString(chart).replace("retention.hours: \"24\"", "x: y"));
    JobEnd end = story.apply(planned);
    assertThat(reason(end)).isEqualTo("frozen-bytes");
    assertThat(story.said).anyMatch(line -> line.contains("are not the approved ones"));
    assertThat(story.install.state()).doesNotContainKeys("StatefulSet/broker", "ConfigMap/broker");
  }

  @Test
  void appliesOnlyWhatAPersonOfThePolicyHasSigned() throws Exception {
    SigningKey person = SigningKey.generate();
    String pem = person.publicKey().pem().indent(6);
    Files.writeString(
        story.policy, "mode: signed\napprovers:\n  - keyId: ada\n    publicKey: |\n" + pem);
    JobReport.Planned planned = planned(story.plan(story.publish("v1", withoutConnector()), 1));
    assertThat(planned.approvalNeeded()).isTrue();
    assertThat(reason(story.apply(planned))).isEqualTo("approval-refused");
    assertThat(reason(applied(planned, approval(planned, SigningKey.generate(), 1))))
        .isEqualTo("approval-refused");
    assertThat(story.install.state()).doesNotContainKey("StatefulSet/broker");
    assertDone(applied(planned, approval(planned, person, 1)));
    assertThat(reason(applied(planned, approval(planned, person, 1))))
        .as("an approval admits nothing twice")
        .isEqualTo("approval-refused");

    SignedApproval second = approval(planned, person, 2);
    var admitted = new MemoryJournal();
    admitted.starting("approval", "2");
    story.apply(planned, Optional.of(second), admitted);
    assertThat(reason(applied(planned, second)))
        .as("nor one that was admitted just before the runner stopped")
        .isEqualTo("approval-refused");
  }

  @Test
  void refusesUnsignedAndOlderReleases() throws Exception {
    Digest unsigned = story.publish("v1");
    story.strip(unsigned);
    assertThat(reason(story.plan(unsigned, 1))).isEqualTo("signature-unsigned");
    planned(story.plan(story.publish("v2"), 1));
    Digest older = story.publish("v1", new Edit("retentionHours: 24", "retentionHours: 25"));
    assertThat(reason(story.plan(older, 1))).isEqualTo("signature-replayed");
  }

  @Test
  void imagesAreLetInAsTheCustomersPolicySaysWhenPlannedAndWhenApplied() throws Exception {
    SigningKey vendor = SigningKey.generate();
    signatures("require", vendor);
    Digest release = story.publish("v1", withoutConnector());
    assertThat(reason(story.plan(release, 1))).isEqualTo("image-signature");
    signatures("warn", vendor);
    assertThat(planned(story.plan(release, 1)).plan().steps().getFirst().diff())
        .first()
        .asString()
        .startsWith("! image acme/sample@sha256:")
        .endsWith("is not signed as the policy wants: it has no cosign signature");
    story.signImage("acme/sample", vendor);
    signatures("require", vendor);
    JobReport.Planned planned = planned(story.plan(release, 1));
    assertThat(planned.plan().steps().getFirst().diff()).noneMatch(line -> line.startsWith("!"));
    signatures("require", SigningKey.generate());
    assertThat(reason(story.apply(planned))).isEqualTo("image-signature");
    assertThat(story.install.state()).doesNotContainKey("StatefulSet/broker");
    signatures("warn", SigningKey.generate());
    assertDone(story.apply(planned));
    assertThat(story.said).anyMatch(line -> line.startsWith("images RUNNING image acme/sample@"));
  }

  private void signatures(String mode, SigningKey key) throws IOException {
    Files.writeString(
        story.policy,
        """
        mode: auto
        signatures:
          rules:
            - {repositories: ['acme/*'], mode: %s, keys: [vendor]}
          otherwise: require
          keys:
            - name: vendor
              publicKey: |
        %s\
        """
            .formatted(mode, key.publicKey().pem().indent(8)));
  }

  @Test
  void goesOnAfterACrashWithoutDoingAnythingTwice() throws Exception {
    JobReport.Planned planned = planned(story.plan(story.publish("v1", withoutConnector()), 1));
    var journal = new MemoryJournal();
    assertDone(story.apply(planned, Optional.empty(), journal));
    var state = story.install.state();
    // as if the process had died after its last step, before it reported
    planned.plan().steps().stream()
        .filter(step -> step.action() != StepAction.NONE)
        .forEach(step -> journal.starting(step.name(), ""));
    assertDone(story.apply(planned, Optional.empty(), journal));
    assertThat(story.install.state()).isEqualTo(state);
  }

  private JobEnd applied(JobReport.Planned planned, SignedApproval approval) throws Exception {
    return story.apply(planned, Optional.of(approval), new MemoryJournal());
  }

  private SignedApproval approval(JobReport.Planned planned, SigningKey key, long sequence) {
    var statement =
        new ApprovalStatement(
            planned.plan().digest(),
            story.installId,
            sequence,
            Instant.parse("2999-01-01T00:00:00Z"),
            "ada");
    return new SignedApproval(
        statement, Base64.getEncoder().encodeToString(key.sign(statement.signedBytes())));
  }

  /// The connector takes an output of Terraform; without that, one stage is enough.
  private static Edit withoutConnector() {
    return new Edit("${outputs.topics.topic_prefix}", "demo.");
  }

  private static JobReport.Planned planned(JobEnd end) {
    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Done.class);
    return (JobReport.Planned) end.report();
  }

  private static void assertDone(JobEnd end) {
    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Done.class);
  }

  private static String reason(JobEnd end) {
    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Failed.class);
    Failure failure = ((Outcome.Failed) end.outcome()).failure();
    return failure.reason();
  }
}
