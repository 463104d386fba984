package io.bowline.proto.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.MessageLite;
import io.bowline.model.artifact.Digest;
import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.Holdings;
import io.bowline.model.belonging.Named;
import io.bowline.model.id.CaptureId;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.PlanId;
import io.bowline.model.job.Failure;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.model.plan.Plan;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.SignedApproval;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.model.preflight.Seen;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.release.ComponentName;
import io.bowline.proto.wire.JobWire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobCodecTest {
  private static final Digest DIGEST = Digest.of("x".getBytes(StandardCharsets.UTF_8));
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456789Z");
  private static final ComponentName BROKER = new ComponentName("broker");
  private static final SignedApproval APPROVAL =
      new SignedApproval(
          new ApprovalStatement(DIGEST, new InstallId(new UUID(1, 2)), 7, NOW, "ops-1"), "c2ln");
  private static final Plan PLAN =
      new Plan(
          new PlanId(new UUID(3, 4)),
          new InstallId(new UUID(1, 2)),
          DIGEST,
          2,
          List.of(
              new PlannedStep(
                  "broker",
                  BROKER,
                  StepKind.HELM,
                  StepAction.UPDATE,
                  Set.of("images", "network"),
                  DIGEST,
                  DIGEST,
                  List.of("~ replicas: 2 -> 3", "ünïcödé 🚢"))),
          List.of(new ComponentName("connector")));

  private static final Holdings HOLDINGS =
      new Holdings(
          List.of(
              Belonging.there("broker", Belonging.CLAIM, "bowline/data-0", true).sized("10Gi"),
              Belonging.there("broker", "aws_s3_bucket", "data", true).now(false, "named")),
          true);

  static Stream<JobSpec> specs() {
    return Stream.of(
        new JobSpec.MakePlan(
            new PlanId(new UUID(3, 4)), "acme/streaming", DIGEST, 1, Map.of("a", "1", "b", "")),
        new JobSpec.ApplyPlan(new PlanId(new UUID(3, 4)), DIGEST, Optional.empty()),
        new JobSpec.ApplyPlan(new PlanId(new UUID(3, 4)), DIGEST, Optional.of(APPROVAL)),
        new JobSpec.CaptureLogs(
            new CaptureId(new UUID(5, 6)), List.of(BROKER), NOW, NOW.plusSeconds(60)),
        new JobSpec.Inspect(),
        new JobSpec.Preflight("prod", "aws", "123456789012", "eu-central-1"),
        new JobSpec.Uninstall(),
        new JobSpec.Uninstall(
            Set.of(
                Named.parse("aws_s3_bucket/data"),
                Named.parse("kubernetes/PersistentVolumeClaim/bowline/data-0"))),
        new JobSpec.CheckProvider(new FleetProviderId(new UUID(5, 6)), 3));
  }

  static Stream<JobSpec> errands() {
    return Stream.of(FleetErrand.values())
        .map(errand -> new JobSpec.FleetWork(errand, new FleetId(new UUID(7, 8)), 2));
  }

  static Stream<JobReport> reports() {
    var health = new JobReport.ComponentHealth(BROKER, false, "2 of 3 ready");
    return Stream.of(
        new JobReport.Planned(PLAN, true),
        new JobReport.Applied(Optional.of(DIGEST), List.of(health), Optional.of("broker: hook")),
        new JobReport.Applied(Optional.empty(), List.of(), Optional.empty()),
        new JobReport.Captured(10, 2),
        new JobReport.Inspected(
            Optional.of(DIGEST), List.of(health), List.of("a pod", "another"), HOLDINGS),
        new JobReport.Applied(
            Optional.of(DIGEST), List.of(health), Optional.empty(), List.of("a pod"), HOLDINGS),
        new JobReport.Uninstalled(List.of("pvc data-0")),
        new JobReport.Uninstalled(List.of(), HOLDINGS),
        new JobReport.ProviderChecked(
            new Findings(
                List.of(Check.ok("sign-in", "As account 1.")),
                List.of(
                    Check.failed("network", "Missing.").about(List.of("ec2:CreateVpc")),
                    Check.inconclusive("quota", "Not told."),
                    Check.skipped("rest", "Not asked.")))),
        new JobReport.Preflighted(
            List.of(
                Seen.ok("clock", "0 s apart"),
                Seen.unknown("zones", "not told", "Not known.", "Allow it."),
                Seen.warn("clock", "60 s apart", "Near.", "Set it."),
                Seen.fail("link.tcp", "no answer", "No way out.", "Open it.")
                    .by("aws x", "aws y"))),
        new JobReport.ClusterChecked(List.of(Check.failed("reach", "Nobody answers."))),
        new JobReport.ClusterBootstrapped(
            List.of(Check.ok("version", "1.33")), List.of("Secret bowline/bowline-runner")),
        new JobReport.FleetProvisioned(Map.of("cluster_name", "bowline-1")),
        new JobReport.Nothing());
  }

  static Stream<Outcome> outcomes() {
    return Stream.of(
        new Outcome.Done(),
        new Outcome.Failed(new Failure("health-timeout", "broker did not come up", true)),
        new Outcome.Stopped("cancelled"),
        new Outcome.Unclear("killed while it wrote"));
  }

  @ParameterizedTest
  @MethodSource({"specs", "errands"})
  void readsBackEverySpec(JobSpec spec) {
    assertThat(JobCodec.decodeSpec(JobCodec.encodeSpec(spec))).isEqualTo(spec);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void readsBackEveryReport(JobReport report) {
    assertThat(JobCodec.decodeReport(JobCodec.encodeReport(report))).isEqualTo(report);
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void readsBackEveryOutcome(Outcome outcome) {
    assertThat(JobCodec.decodeOutcome(JobCodec.encodeOutcome(outcome))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @EnumSource
  void readsBackEveryStepState(StepEvent.State state) {
    var event = new StepEvent(3, "broker", state, "installing", NOW);
    assertThat(JobCodec.decodeEvent(JobCodec.encodeEvent(event))).isEqualTo(event);
    assertThat(JobCodec.decodeEvents(JobCodec.encodeEvents(List.of(event, event))))
        .containsExactly(event, event);
  }

  @Test
  void readsBackApprovalsAndPlans() {
    assertThat(JobCodec.decodeApproval(JobCodec.encodeApproval(APPROVAL))).isEqualTo(APPROVAL);
    Plan read = JobCodec.decodePlan(JobCodec.encodePlan(PLAN));
    assertThat(read).isEqualTo(PLAN);
    assertThat(read.digest()).isEqualTo(PLAN.digest());
  }

  @ParameterizedTest
  @EnumSource
  void readsBackEveryStepKind(StepKind kind) {
    for (StepAction action : StepAction.values()) {
      var step = new PlannedStep("s", BROKER, kind, action, Set.of(), DIGEST, DIGEST, List.of());
      var plan = new Plan(PLAN.id(), PLAN.install(), DIGEST, 1, List.of(step), List.of());
      assertThat(JobCodec.decodePlan(JobCodec.encodePlan(plan))).isEqualTo(plan);
    }
  }

  @Test
  void sameSpecGivesSameBytesWhateverTheOrderOfItsInputs() {
    var names =
        new ArrayList<>(Stream.iterate(0, i -> i + 1).limit(40).map(i -> "in" + i).toList());
    var random = new Random(1);
    byte[] first = null;
    for (int round = 0; round < 5; round++) {
      Collections.shuffle(names, random);
      var inputs = new HashMap<String, String>();
      names.forEach(name -> inputs.put(name, "v"));
      byte[] bytes =
          JobCodec.encodeSpec(new JobSpec.MakePlan(PLAN.id(), "acme/s", DIGEST, 1, inputs));
      first = first == null ? bytes : first;
      assertThat(bytes).isEqualTo(first);
    }
  }

  @Test
  void refusesANewerVersionAndSaysWhatToDo() {
    byte[] bytes = JobCodec.encodeSpec(new JobSpec.Inspect());
    bytes[0] = 2;
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> JobCodec.decodeSpec(bytes))
        .withMessage("spec: has version 2, this side reads up to 1; update it");
  }

  @Test
  void refusesAnUnknownEnumValueByTheNameOfItsField() {
    var wire = JobWire.StepEvent.newBuilder();
    wire.setSequence(1).setStep("s").setStateValue(77);
    wire.setAt(JobWire.Timestamp.newBuilder().setSeconds(1));
    refuses(wire.build(), JobCodec::decodeEvent, "event.state: unknown value 77");
    var step = JobWire.PlannedStep.newBuilder().setName("s").setComponent("broker").setKindValue(9);
    var report = JobWire.JobReport.newBuilder();
    report.getPlannedBuilder().getPlanBuilder().setId(PLAN.id().toString()).addSteps(step);
    report
        .getPlannedBuilder()
        .getPlanBuilder()
        .setInstall(PLAN.install().toString())
        .setRelease(DIGEST.toString())
        .setStage(1);
    refuses(report.build(), JobCodec::decodeReport, "plan.steps[0].kind: unknown value 9");
  }

  @Test
  void refusesAKindOfJobThatItDoesNotKnow() {
    assertThatExceptionOfType(MalformedMessageException.class)
        // field 99, a message: a job kind of a later version
        .isThrownBy(() -> JobCodec.decodeSpec(new byte[] {1, (byte) 0x9a, 0x06, 0}))
        .withMessageContaining("spec.kind: is missing, or of a kind that this version does not");
  }

  @Test
  void ignoresFieldsThatALaterVersionAdded() {
    byte[] known = JobCodec.encodeOutcome(new Outcome.Stopped("asked"));
    byte[] later = Arrays.copyOf(known, known.length + 3);
    later[known.length] = (byte) 0x98; // field 99, varint
    later[known.length + 1] = 0x06;
    later[known.length + 2] = 5;
    assertThat(JobCodec.decodeOutcome(later)).isEqualTo(new Outcome.Stopped("asked"));
  }

  @Test
  void refusesWhatIsTooLargeOnBothWays() {
    var inputs = new HashMap<String, String>();
    for (int i = 0; i < 40; i++) {
      inputs.put("i" + i, "x".repeat(60_000));
    }
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(
            () -> JobCodec.encodeSpec(new JobSpec.MakePlan(PLAN.id(), "a/b", DIGEST, 1, inputs)))
        .withMessage("spec: larger than 2097152 bytes");
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> JobCodec.decodeSpec(new byte[JobCodec.MAX_BYTES + 1]));
  }

  @Test
  void cutsTextsForPeopleInPlaceOfLosingAResult() {
    var outcome = new Outcome.Failed(new Failure("hook", "🚢".repeat(50_000), false));
    var read = (Outcome.Failed) JobCodec.decodeOutcome(JobCodec.encodeOutcome(outcome));
    assertThat(read.failure().message()).hasSizeLessThanOrEqualTo(16 * 1024).endsWith("🚢…");
  }

  @Test
  void takesNoBytesThatAreNotAMessage() {
    var random = new Random(7);
    byte[] good = JobCodec.encodeReport(new JobReport.Planned(PLAN, true));
    for (int round = 0; round < 20_000; round++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      byte[] cut = Arrays.copyOf(bad, random.nextInt(bad.length));
      neverAnythingElse(bad);
      neverAnythingElse(cut);
    }
  }

  private static void neverAnythingElse(byte[] bytes) {
    try {
      assertThat(JobCodec.decodeReport(bytes)).isNotNull();
    } catch (MalformedMessageException e) {
      assertThat(e.field()).isNotEmpty();
    }
  }

  private interface Decoder {
    Object decode(byte[] bytes);
  }

  private static void refuses(MessageLite wire, Decoder decoder, String message) {
    byte[] body = wire.toByteArray();
    byte[] bytes = new byte[body.length + 1];
    bytes[0] = JobCodec.VERSION;
    System.arraycopy(body, 0, bytes, 1, body.length);
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decoder.decode(bytes))
        .withMessage(message);
  }
}
