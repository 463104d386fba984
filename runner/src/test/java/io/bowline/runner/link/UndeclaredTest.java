package io.bowline.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.belonging.Holdings;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.PlanId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.plan.Plan;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.ComponentName;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.ToRunner;
import io.bowline.proto.codec.WireFields;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.egress.Gates;
import io.bowline.runner.egress.Part;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.outbox.Report;
import io.bowline.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the control plane hears of a runner whose gate lets less through.
@Timeout(120)
class UndeclaredTest {
  private static final JobId JOB = new JobId(new UUID(9, 9));
  private static final Plan PLAN =
      new Plan(
          new PlanId(new UUID(1, 1)),
          new InstallId(new UUID(2, 2)),
          digest("release"),
          1,
          List.of(
              new PlannedStep(
                  "broker",
                  new ComponentName("broker"),
                  StepKind.HELM,
                  StepAction.UPDATE,
                  Set.of(),
                  digest("chart"),
                  digest("seen"),
                  List.of("- replicas: 1", "+ replicas: 3"))),
          List.of());

  @TempDir private Path folder;

  @Test
  @Tag("C64.page-equals-code")
  void aFieldThatNobodyDeclaredDoesNotLeave() throws Exception {
    FromRunner.Result heard =
        heard(
            Gates.undeclared("applied", "result.report.applied.findings"),
            new JobReport.Applied(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of("a secret finding"),
                Holdings.UNTOLD));
    assertThat(heard.report())
        .isEqualTo(new JobReport.Applied(Optional.empty(), List.of(), Optional.empty()));
  }

  @Test
  void aPlanWhoseDiffsTheCustomerKeepsInsideIsStillThatPlan() throws Exception {
    var heard =
        (JobReport.Planned)
            heard(Gates.withholding(Part.PLAN_DIFFS), new JobReport.Planned(PLAN, true)).report();
    assertThat(heard.plan().digest()).isEqualTo(PLAN.digest());
    assertThat(heard.plan().steps().getFirst().diff())
        .containsExactly(WireFields.HIDDEN_TEXT, WireFields.HIDDEN_TEXT);
  }

  private FromRunner.Result heard(Egress egress, JobReport report) throws Exception {
    var clock = new FakeClock(Clock.systemUTC().instant());
    var journal = JobJournal.open(new FolderDisk(folder.resolve("journal")));
    var outbox = new Outbox(journal);
    var intake = new Intake(journal, outbox, 4);
    try (var control = new TestControl(clock)) {
      Link link = control.link(folder, clock, intake, outbox, egress);
      link.start();
      try {
        TestControl.Stream stream = control.welcomed();
        stream.say(new ToRunner.Offer(JOB, 3, 1, new JobSpec.Inspect(), ""));
        stream.await(FromRunner.Accepted.class);
        outbox.add(new Report.Result(JOB, 3, new Outcome.Done(), report));
        return stream.await(FromRunner.Result.class);
      } finally {
        link.stop();
      }
    }
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
