package io.bowline.proto.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.bowline.model.belonging.Holdings;
import io.bowline.model.id.JobId;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.proto.codec.WireFields.Passing;
import io.bowline.proto.link.LinkWire;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WireFieldsTest {
  private static final JobId JOB = new JobId(new UUID(1, 1));

  @Test
  void namesEveryFieldDownToTheJobDataWithin() {
    assertThat(WireFields.all())
        .contains(
            "sequence",
            "hello.in_flight.epoch",
            "answer.accepted",
            "progress.events.events.at",
            "result.outcome.failed.message",
            "result.report.planned.plan.steps.diff",
            "enroll.token",
            "recover.generation")
        .doesNotContain("result.outcome", "progress.events", "progress.events.events.at.seconds");
  }

  @Test
  void whatMayPassIsUntouched() {
    for (FromRunner body : List.of(failed(), progress("to the disk"), applied("one", "two"))) {
      assertThat(passed(body, _ -> Passing.WHOLE)).isEqualTo(body);
    }
  }

  @Test
  void aRefusedFieldIsNotOnTheWireAlsoWithinJobData() {
    var asked = new TreeSet<String>();
    FromRunner passed =
        passed(
            applied("one", "two"),
            name -> {
              asked.add(name);
              return name.endsWith(".findings") ? Passing.REFUSED : Passing.WHOLE;
            });
    assertThat(passed).isEqualTo(applied());
    assertThat(asked).contains("result.report.applied.findings", "result.epoch");
  }

  @Test
  void ofHiddenTextsOneSeesHowManyThereAre() {
    assertThat(passed(applied("one", "two"), hiding(".findings")))
        .isEqualTo(applied(WireFields.HIDDEN_TEXT, WireFields.HIDDEN_TEXT));
    assertThat(passed(progress("to the disk"), hiding(".message")))
        .isEqualTo(progress(WireFields.HIDDEN_TEXT));
    assertThat(passed(progress(""), hiding(".message"))).isEqualTo(progress(""));
  }

  @Test
  void aFieldThatThisVersionHasNoNameForNeverPasses() {
    LinkWire.RunnerFrame frame = RunnerFrameCodec.write(new Framed<>(1, 0, failed()));
    var more = UnknownFieldSet.Field.newBuilder().addVarint(7).build();
    var unknown = UnknownFieldSet.newBuilder().addField(77, more).build();
    LinkWire.RunnerFrame smuggled =
        frame.toBuilder()
            .setUnknownFields(unknown)
            .setResult(frame.getResult().toBuilder().setUnknownFields(unknown))
            .build();
    var asked = new TreeSet<String>();
    assertThat(
            WireFields.only(
                smuggled,
                name -> {
                  asked.add(name);
                  return Passing.WHOLE;
                }))
        .isEqualTo(frame);
    assertThat(asked).contains("77", "result.77");
  }

  private static FromRunner passed(FromRunner body, Function<String, Passing> rule) {
    LinkWire.RunnerFrame frame = RunnerFrameCodec.write(new Framed<>(1, 0, body));
    return RunnerFrameCodec.read(WireFields.only(frame, rule)).body();
  }

  private static Function<String, Passing> hiding(String end) {
    return name -> name.endsWith(end) ? Passing.HIDDEN : Passing.WHOLE;
  }

  private static FromRunner failed() {
    return new FromRunner.Result(
        JOB,
        4,
        new Outcome.Failed(new Failure("state-disk", "no room left", true)),
        new JobReport.Nothing());
  }

  private static FromRunner progress(String message) {
    var event = new StepEvent(1, "broker", StepEvent.State.RUNNING, message, Instant.EPOCH);
    return new FromRunner.Progress(JOB, 4, List.of(event));
  }

  private static FromRunner applied(String... findings) {
    return new FromRunner.Result(
        JOB,
        4,
        new Outcome.Done(),
        new JobReport.Applied(
            Optional.empty(), List.of(), Optional.empty(), List.of(findings), Holdings.UNTOLD));
  }
}
