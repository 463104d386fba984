package io.bowline.proto.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.Descriptors;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.Finding;
import io.bowline.model.finding.FindingKind;
import io.bowline.model.finding.FindingReport;
import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.model.probe.Check;
import io.bowline.proto.link.LinkWire;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkCodecTest {
  private static final JobId JOB = new JobId(new UUID(1, 1));
  private static final List<HeldJob> HELD =
      List.of(new HeldJob(JOB, 4), new HeldJob(new JobId(new UUID(2, 2)), 9));
  private static final Addresses ADDRESSES =
      new Addresses(
          new Addresses.Address("link.example", 9701, "link-443.example", 443),
          Addresses.Address.only("logs.example", 8433),
          Addresses.Address.only("metrics.example", 9090),
          Addresses.Address.only("artifacts.example", 443));

  static Stream<FromRunner> fromRunner() {
    var event = new StepEvent(1, "broker", StepEvent.State.RUNNING, "", Instant.EPOCH);
    return Stream.of(
        new FromRunner.Hello(1, 1, "0.1.0", LinkProtocol.CAPABILITIES, HELD, 4, "p1"),
        new FromRunner.Accepted(JOB, 4),
        new FromRunner.Declined(JOB, 4, "draining"),
        new FromRunner.Progress(JOB, 4, List.of(event)),
        new FromRunner.Result(JOB, 4, new Outcome.Done(), new JobReport.Nothing()),
        new FromRunner.Heartbeat(Optional.of(HeldJob.digest(HELD)), 3),
        new FromRunner.Heartbeat(Optional.empty(), 0),
        new FromRunner.State(HELD),
        new FromRunner.State(List.of()),
        new FromRunner.Findings(new FindingReport(List.of(), 0)),
        new FromRunner.Findings(new FindingReport(findings(), 99_500)),
        new FromRunner.Readiness(
            List.of(Check.ok("capacity", "Room."), Check.failed("operator", "Not there."))),
        new FromRunner.Leaving("stops"));
  }

  private static List<Finding> findings() {
    var place = new Finding.Place("stream", "Deployment/web", "main", "web-1");
    Digest digest = Digest.of(new byte[] {1});
    return List.of(
        new Finding.ForeignImage(
            place, "docker.example/stray:1", "why", 3, Optional.of(Instant.ofEpochSecond(7))),
        new Finding.ForeignImage(place, "", "", 0, Optional.empty()),
        new Finding.BlockedImage(
            "reg.example/web",
            Optional.of(digest),
            "why",
            List.of(new Finding.SeverityCount("CRITICAL", 4))),
        new Finding.BlockedImage("reg.example/web", Optional.empty(), "", List.of()),
        new Finding.Unchecked(FindingKind.FOREIGN_IMAGE, "no cluster"));
  }

  /// A newer runner may find what this version has no word for.
  @Test
  void findingsOfAnUnknownKindAreCountedAndTheOthersRead() {
    var wire =
        LinkWire.Findings.newBuilder()
            .addFindings(LinkWire.Finding.getDefaultInstance())
            .addFindings(
                LinkWire.Finding.newBuilder()
                    .setUnchecked(LinkWire.Finding.Unchecked.newBuilder().setCheck("of-tomorrow")))
            .addFindings(
                LinkWire.Finding.newBuilder()
                    .setUnchecked(
                        LinkWire.Finding.Unchecked.newBuilder().setCheck("foreign-image")))
            .setMore(Long.MAX_VALUE);
    var frame = LinkWire.RunnerFrame.newBuilder().setSequence(1).setFindings(wire).build();
    var read = ((FromRunner.Findings) RunnerFrameCodec.read(frame).body()).report();
    assertThat(read.findings())
        .containsExactly(new Finding.Unchecked(FindingKind.FOREIGN_IMAGE, ""));
    assertThat(read.more()).isEqualTo(Long.MAX_VALUE);
    assertThat(read.tellsAll()).isFalse();
  }

  @Test
  void moreFindingsThanFitAreRefused() {
    var wire = LinkWire.Findings.newBuilder();
    for (int n = 0; n <= FindingReport.MOST; n++) {
      wire.addFindings(LinkWire.Finding.getDefaultInstance());
    }
    var frame = LinkWire.RunnerFrame.newBuilder().setSequence(1).setFindings(wire).build();
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> RunnerFrameCodec.read(frame))
        .withMessageContaining("more than 500");
  }

  static Stream<ToRunner> toRunner() {
    return Stream.of(
        new ToRunner.Welcome(
            1, Set.of("job.plan"), 8, Duration.ofSeconds(25), ADDRESSES, 2, List.of()),
        new ToRunner.Offer(
            JOB,
            4,
            1,
            new JobSpec.Inspect(),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        new ToRunner.Offer(JOB, 4, 1, new JobSpec.Uninstall(), ""),
        new ToRunner.Cancel(JOB, 4, "asked by ops"),
        new ToRunner.Acknowledged(),
        new ToRunner.Drain(Duration.ofSeconds(3), "moves"),
        new ToRunner.StateWanted("gap"));
  }

  /// Runners of the first releases said how many reports were acknowledged to them: always 0.
  @Test
  void aHelloThatNumbersReportsIsReadAsOneThatDoesNot() throws IOException {
    var hello = new FromRunner.Hello(1, 1, "0.1.0", Set.of("job.plan"), HELD, 4, "p1");
    LinkWire.RunnerFrame now = RunnerFrameCodec.write(new Framed<>(1, 0, hello));
    var number = UnknownFieldSet.Field.newBuilder().addVarint(7).build();
    LinkWire.Hello older =
        now.getHello().toBuilder()
            .setUnknownFields(UnknownFieldSet.newBuilder().addField(5, number).build())
            .build();
    byte[] onTheWire = now.toBuilder().setHello(older).build().toByteArray();
    assertThat(RunnerFrameCodec.read(LinkWire.RunnerFrame.parseFrom(onTheWire)).body())
        .isEqualTo(hello);
  }

  /// A control plane of the first releases reads the number as 0 where there is none.
  @Test
  void aHelloOfTodayIsWholeForAControlPlaneThatLooksForTheNumber() throws Exception {
    var hello = new FromRunner.Hello(1, 1, "0.1.0", Set.of("job.plan"), HELD, 4, "p1");
    Descriptors.Descriptor older = helloOfTheFirstReleases();
    var read =
        DynamicMessage.parseFrom(
            older, RunnerFrameCodec.write(new Framed<>(1, 0, hello)).getHello().toByteArray());
    assertThat(read.getField(older.findFieldByName("last_report"))).isEqualTo(0L);
    assertThat(read.getField(older.findFieldByName("process"))).isEqualTo("p1");
    assertThat(read.getUnknownFields().asMap()).isEmpty();
  }

  private static Descriptors.Descriptor helloOfTheFirstReleases()
      throws Descriptors.DescriptorValidationException {
    DescriptorProtos.FileDescriptorProto.Builder file =
        LinkWire.getDescriptor().toProto().toBuilder();
    file.getMessageTypeBuilderList().stream()
        .filter(message -> message.getName().equals("Hello"))
        .forEach(message ->
            message
                .clearReservedName()
                .clearReservedRange()
                .addFieldBuilder()
                .setName("last_report")
                .setNumber(5)
                .setType(DescriptorProtos.FieldDescriptorProto.Type.TYPE_INT64));
    Descriptors.FileDescriptor[] imported =
        LinkWire.getDescriptor().getDependencies().toArray(Descriptors.FileDescriptor[]::new);
    return Descriptors.FileDescriptor.buildFrom(file.build(), imported)
        .findMessageTypeByName("Hello");
  }

  @ParameterizedTest
  @MethodSource
  void fromRunner(FromRunner body) {
    var frame = new Framed<>(7, 3, body);
    assertThat(RunnerFrameCodec.read(RunnerFrameCodec.write(frame))).isEqualTo(frame);
  }

  @ParameterizedTest
  @MethodSource
  void toRunner(ToRunner body) {
    var frame = new Framed<>(7, 3, body);
    assertThat(ControlFrameCodec.read(ControlFrameCodec.write(frame))).isEqualTo(frame);
  }

  @Test
  void stateDigestDoesNotDependOnTheOrder() {
    assertThat(HeldJob.digest(HELD.reversed())).isEqualTo(HeldJob.digest(HELD));
    assertThat(HeldJob.digest(List.of())).isNotEqualTo(HeldJob.digest(HELD));
  }

  @Test
  void anOfferOfAnUnknownKindIsDeclinedAndNotTheEndOfTheStream() {
    var wire = LinkWire.ControlFrame.newBuilder().setSequence(1);
    wire.getOfferBuilder()
        .setJob(JOB.toString())
        .setEpoch(4)
        .setAttempt(1)
        .setSpec(ByteString.copyFrom(new byte[] {1, (byte) 0x9a, 0x06, 0}));
    assertThat(ControlFrameCodec.read(wire.build()).body())
        .isEqualTo(
            new ToRunner.UnreadableOffer(
                JOB, 4, "spec.kind: is missing, or of a kind that this version does not know"));
  }

  @Test
  void aResultThatCannotBeReadStillNamesItsJob() {
    var wire = LinkWire.RunnerFrame.newBuilder().setSequence(1);
    wire.getResultBuilder().setJob(JOB.toString()).setEpoch(4);
    assertThat(RunnerFrameCodec.read(wire.build()).body())
        .isEqualTo(new FromRunner.UnreadableResult(JOB, 4, "result.outcome: is missing"));
  }

  @Test
  void refusesFramesByTheNameOfTheField() {
    refuses(LinkWire.RunnerFrame.newBuilder(), "sequence: is 0, less than 1");
    refuses(
        LinkWire.RunnerFrame.newBuilder().setSequence(1),
        "body: is missing, or of a kind that this version does not know");
    var answer = LinkWire.RunnerFrame.newBuilder().setSequence(1);
    answer.getAnswerBuilder().setJob("7").setEpoch(1);
    refuses(answer, "answer.job: not a UUID in canonical form (36 characters, 8-4-4-4-12)");
    var hello = LinkWire.RunnerFrame.newBuilder().setSequence(1);
    hello.getHelloBuilder().setProtocol(1).setOldestProtocol(2);
    refuses(hello, "hello.oldest_protocol: is 2, not between 1 and 1");
    var many = LinkWire.RunnerFrame.newBuilder().setSequence(1);
    for (int i = 0; i <= RunnerFrameCodec.MAX_HELD; i++) {
      many.getStateBuilder().addInFlight(LinkWire.HeldJob.getDefaultInstance());
    }
    refuses(many, "state.in_flight: has 1001 elements, more than 1000");
  }

  @Test
  void enrollmentPrintsNoToken() {
    var bytes = Bytes.of(new byte[] {1, 2, 3});
    var enroll =
        new Enrollment.Enroll("bwl_secret", bytes, bytes, bytes, "0.1.0", "4711", "eu-central-1");
    assertThat(enroll.toString()).doesNotContain("bwl_secret");
    assertThat(EnrollmentCodec.read(EnrollmentCodec.write(enroll))).isEqualTo(enroll);
    var recover = new Enrollment.Recover(bytes, bytes, 3, bytes, "0.1.0");
    assertThat(EnrollmentCodec.read(EnrollmentCodec.write(recover))).isEqualTo(recover);
    var renew = new Enrollment.Renew(bytes);
    assertThat(EnrollmentCodec.read(EnrollmentCodec.write(renew))).isEqualTo(renew);
  }

  private static void refuses(LinkWire.RunnerFrame.Builder wire, String message) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> RunnerFrameCodec.read(wire.build()))
        .withMessage(message);
  }
}
