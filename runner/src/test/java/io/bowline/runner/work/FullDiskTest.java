package io.bowline.runner.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.runner.intake.Answer;
import io.bowline.runner.journal.CrashDisk;
import io.bowline.runner.work.StepJournal.Before;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A runner whose state folder has no room left.
@Timeout(300)
final class FullDiskTest {
  private static final List<String> STEPS = List.of("images", "broker", "connector");

  private final CrashDisk disk = new CrashDisk();
  private final List<String> effects = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> reached = new LinkedBlockingQueue<>();
  private String fullBefore = "";
  private String fullAfter = "";

  /// Acts step by step; the disk becomes full where a test wants it to.
  private JobHandler handler() {
    return (_, _, _, steps) -> {
      for (String step : STEPS) {
        if (steps.before(step) instanceof Before.Done) {
          continue;
        }
        if (step.equals(fullBefore)) {
          disk.capacity(0);
          reached.add("before " + step);
        }
        steps.starting(step, "");
        effects.add(step);
        if (step.equals(fullAfter)) {
          disk.capacity(0);
          reached.add("after " + step);
        }
        steps.done(step, "ok");
      }
      return JobEnd.done(new JobReport.Nothing());
    };
  }

  private RunnerUnderTest runner() {
    return new RunnerUnderTest(disk, Map.of("uninstall", handler()), WorkTerms.usual());
  }

  /// Waits until the job has run into the full disk, so that room does not come before that.
  private void awaitFull() throws InterruptedException {
    assertThat(reached.poll(60, TimeUnit.SECONDS)).isNotNull();
    disk.awaitRefusal();
  }

  @Test
  void declinesWorkWithTheReasonAndTakesItWhenThereIsRoom() throws Exception {
    var runner = runner();
    disk.capacity(0);
    assertThat(runner.offer(1, 1))
        .isInstanceOfSatisfying(
            Answer.Declined.class,
            declined ->
                assertThat(declined.reason())
                    .contains("No space left on device")
                    .contains("free space there"));
    assertThat(effects).isEmpty();
    assertThat(runner.intake.inFlight()).isEmpty();
    disk.capacity(Long.MAX_VALUE);
    assertThat(runner.offer(2, 1)).isEqualTo(new Answer.Accepted());
    assertThat(runner.result().outcome()).isEqualTo(new Outcome.Done());
    assertThat(effects).isEqualTo(STEPS);
    runner.work.stop(Duration.ZERO);
  }

  @Test
  void aJobThatHasNotBegunToActDoesNotBegin() throws Exception {
    fullBefore = "images";
    var runner = runner();
    assertThat(runner.offer(1, 1)).isEqualTo(new Answer.Accepted());
    awaitFull();
    assertThat(effects).isEmpty();
    disk.capacity(Long.MAX_VALUE);
    assertThat(runner.result().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.failure().reason()).isEqualTo("state-disk");
              assertThat(failed.failure().retryable()).isTrue();
            });
    assertThat(effects).isEmpty();
    runner.work.stop(Duration.ZERO);
  }

  @Test
  void aJobAtWorkWaitsForRoomAndGoesOn() throws Exception {
    fullBefore = "broker";
    var runner = runner();
    assertThat(runner.offer(1, 1)).isEqualTo(new Answer.Accepted());
    awaitFull();
    assertThat(effects).containsExactly("images");
    disk.capacity(Long.MAX_VALUE);
    assertThat(runner.result().outcome()).isEqualTo(new Outcome.Done());
    assertThat(effects).isEqualTo(STEPS);
    runner.work.stop(Duration.ZERO);
  }

  @Test
  void whatHasActedIsRecordedOnceThereIsRoom() throws Exception {
    fullAfter = "connector";
    var runner = runner();
    assertThat(runner.offer(1, 1)).isEqualTo(new Answer.Accepted());
    awaitFull();
    disk.capacity(Long.MAX_VALUE);
    assertThat(runner.result().outcome()).isEqualTo(new Outcome.Done());
    assertThat(effects).isEqualTo(STEPS);
    runner.work.stop(Duration.ZERO);
  }

  @Test
  void whatAFullDiskCutOffGoesOnAfterARestart() throws Exception {
    fullBefore = "broker";
    var runner = runner();
    assertThat(runner.offer(1, 1)).isEqualTo(new Answer.Accepted());
    awaitFull();
    runner.work.stop(Duration.ZERO);
    disk.capacity(Long.MAX_VALUE);
    fullBefore = "";
    var next = runner();
    assertThat(next.result().outcome()).isEqualTo(new Outcome.Done());
    assertThat(effects).isEqualTo(STEPS);
    next.work.stop(Duration.ZERO);
  }
}
