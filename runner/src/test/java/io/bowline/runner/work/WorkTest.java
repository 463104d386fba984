package io.bowline.runner.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.id.JobId;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.runner.intake.Answer;
import io.bowline.runner.intake.InFlight;
import io.bowline.runner.journal.CrashDisk;
import io.bowline.runner.journal.CrashDisk.Loss;
import io.bowline.runner.outbox.Report;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class WorkTest {
  private static final JobId JOB = RunnerUnderTest.JOB;
  private static final JobId OTHER = new JobId(new UUID(0, 2));
  private static final JobEnd DONE = JobEnd.done(new JobReport.Nothing());

  private final CrashDisk disk = new CrashDisk();
  private final CountDownLatch started = new CountDownLatch(1);
  private final Semaphore mayEnd = new Semaphore(0);
  private final AtomicInteger runs = new AtomicInteger();

  private RunnerUnderTest runner(JobHandler handler) {
    return runner(handler, WorkTerms.usual());
  }

  private RunnerUnderTest runner(JobHandler handler, WorkTerms terms) {
    return new RunnerUnderTest(disk, Map.of("uninstall", handler), terms);
  }

  private JobHandler waiting() {
    return (_, _, cancellation, _) -> {
      runs.incrementAndGet();
      started.countDown();
      try (var _ = cancellation.whenAsked(_ -> mayEnd.release())) {
        mayEnd.acquire();
      }
      return cancellation.reason().map(JobEnd::stopped).orElse(DONE);
    };
  }

  @Test
  void anAcceptedJobRunsAndItsResultStaysInFlightUntilAcked() throws Exception {
    RunnerUnderTest runner = runner((_, _, _, _) -> DONE);
    assertThat(runner.offer(3, 1)).isEqualTo(new Answer.Accepted());
    assertThat(runner.result())
        .isEqualTo(new Report.Result(JOB, 3, new Outcome.Done(), new JobReport.Nothing()));
    assertThat(runner.intake.inFlight()).containsExactly(new InFlight(JOB, 3));
    runner.ackAll();
    assertThat(runner.intake.inFlight()).isEmpty();
  }

  @Test
  void aNewerEpochIsAdoptedWithoutASecondRunAndAnOlderOneIsDeclined() throws Exception {
    RunnerUnderTest runner = runner(waiting());
    runner.offer(3, 1);
    started.await();
    assertThat(runner.offer(5, 1)).isEqualTo(new Answer.Accepted());
    assertThat(runner.offer(4, 1)).isInstanceOf(Answer.Declined.class);
    assertThat(runner.offer(6, 2)).isInstanceOf(Answer.Declined.class);
    mayEnd.release();
    assertThat(runner.result().epoch()).isEqualTo(5);
    assertThat(runs).hasValue(1);
  }

  @Test
  void aFinishedJobUnderANewerEpochSaysItsResultAgain() throws Exception {
    RunnerUnderTest runner = runner(waiting());
    mayEnd.release();
    runner.offer(3, 1);
    runner.result();
    runner.ackAll();
    assertThat(runner.offer(7, 1)).isEqualTo(new Answer.Accepted());
    assertThat(runner.result().epoch()).isEqualTo(7);
    assertThat(runs).hasValue(1);
  }

  @Test
  void aLaterAttemptRunsAnew() throws Exception {
    RunnerUnderTest runner = runner(waiting());
    mayEnd.release(2);
    runner.offer(3, 1);
    runner.result();
    runner.ackAll();
    runner.offer(4, 2);
    runner.result();
    assertThat(runs).hasValue(2);
  }

  @Test
  void aCancelledJobStops() throws Exception {
    RunnerUnderTest runner = runner(waiting());
    runner.offer(3, 1);
    started.await();
    runner.intake.cancel(JOB, 2, "from an older lease");
    runner.intake.cancel(JOB, 3, "not wanted");
    assertThat(runner.result().outcome()).isEqualTo(new Outcome.Stopped("not wanted"));
  }

  @Test
  void aJobThatWaitsForItsTurnCanBeCancelledWithoutHavingRun() throws Exception {
    RunnerUnderTest runner = runner(waiting());
    runner.offer(JOB, 3, 1);
    started.await();
    runner.offer(OTHER, 4, 1);
    runner.intake.cancel(OTHER, 4, "not wanted");
    assertThat(runner.result())
        .isEqualTo(
            new Report.Result(
                OTHER, 4, new Outcome.Stopped("not wanted"), new JobReport.Nothing()));
    assertThat(runs).hasValue(1);
  }

  @Test
  void aJobBeyondItsTimeIsStoppedOnTheRunnersClock() throws Exception {
    var terms =
        new WorkTerms(
            Map.of("uninstall", Duration.ofMillis(50)),
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            Set.of());
    RunnerUnderTest runner = runner(waiting(), terms);
    runner.offer(3, 1);
    assertThat(runner.result().outcome())
        .isInstanceOfSatisfying(
            Outcome.Stopped.class, s -> assertThat(s.reason()).contains("took longer"));
  }

  @Test
  void aHandlerThatDoesNotListenIsInterruptedAndTheEndIsUnclear() throws Exception {
    var terms =
        new WorkTerms(
            Map.of("uninstall", Duration.ofMillis(50)),
            Duration.ofHours(1),
            Duration.ofMillis(50),
            Set.of());
    RunnerUnderTest runner =
        runner(
            (_, _, _, _) -> {
              new CountDownLatch(1).await();
              return DONE;
            },
            terms);
    runner.offer(3, 1);
    assertThat(runner.result().outcome()).isInstanceOf(Outcome.Unclear.class);
  }

  @Test
  void anErrorOfTheRunnerIsAFailureOrUnclearWhenAStepWasOpen() throws Exception {
    RunnerUnderTest runner =
        runner((assignment, _, _, steps) -> {
          if (assignment.job().equals(OTHER)) {
            steps.starting("broker", "");
          }
          throw new IllegalStateException("boom");
        });
    runner.offer(JOB, 3, 1);
    assertThat(runner.result().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, f -> assertThat(f.failure().message()).contains("boom"));
    runner.offer(OTHER, 4, 1);
    assertThat(runner.result().outcome()).isInstanceOf(Outcome.Unclear.class);
  }

  @Test
  void aKindWithoutAHandlerFailsWithThatReason() throws Exception {
    var runner = new RunnerUnderTest(disk, Map.of(), WorkTerms.usual());
    runner.offer(3, 1);
    assertThat(runner.result().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            f -> assertThat(f.failure().reason()).isEqualTo("unsupported-job"));
  }

  @Test
  void aFullDiskDeclinesOffersAndEndsAJobWithThatReasonOnceThereIsRoom() throws Exception {
    RunnerUnderTest runner =
        runner((_, _, _, steps) -> {
          long full = disk.read("jobs.journal").orElseThrow().length;
          disk.capacity(full);
          try {
            steps.starting("broker", "x".repeat(1000));
          } finally {
            disk.capacity(full + 400);
          }
          return DONE;
        });
    runner.offer(3, 1);
    Report.Result result = runner.result();
    assertThat(result.outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            f -> {
              Failure failure = f.failure();
              assertThat(failure.reason()).isEqualTo("state-disk");
              assertThat(failure.message()).contains("No space left");
            });
    disk.capacity(0);
    assertThat(runner.offer(OTHER, 4, 1))
        .isInstanceOfSatisfying(
            Answer.Declined.class, d -> assertThat(d.reason()).contains("No space left"));
    assertThat(runner.journal.find(OTHER)).isEmpty();
  }

  @Test
  void aStoppedRunnerLeavesItsJobForTheNextProcess() throws Exception {
    RunnerUnderTest first = runner(waiting());
    first.offer(3, 1);
    started.await();
    first.work.stop(Duration.ZERO);
    assertThat(first.offer(OTHER, 9, 1)).isInstanceOf(Answer.Declined.class);
    mayEnd.release();
    var second =
        new RunnerUnderTest(
            disk.after(Loss.ALL_UNSYNCED), Map.of("uninstall", waiting()), WorkTerms.usual());
    assertThat(second.result().outcome()).isEqualTo(new Outcome.Done());
    assertThat(runs).hasValue(2);
  }

  @Test
  void moreJobsThanThereIsRoomForAreDeclined() throws Exception {
    RunnerUnderTest runner = runner(waiting());
    for (int i = 0; i < 4; i++) {
      assertThat(runner.offer(new JobId(new UUID(9, i)), 1, 1)).isEqualTo(new Answer.Accepted());
    }
    assertThat(runner.offer(OTHER, 1, 1)).isInstanceOf(Answer.Declined.class);
  }
}
