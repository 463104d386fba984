package io.bowline.runner.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.runner.intake.Answer;
import io.bowline.runner.journal.CrashDisk;
import io.bowline.runner.journal.CrashDisk.Killed;
import io.bowline.runner.journal.CrashDisk.Loss;
import io.bowline.runner.outbox.Report;
import io.bowline.runner.work.StepJournal.Before;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kills the runner, or its machine's power, at every single disk operation of a job's life, starts
/// it again and counts what happened in the world.
@Timeout(300)
class CrashTest {
  private static final List<String> STEPS = List.of("images", "broker", "connector");

  /// What jobs act on: counts how often each step took effect, and can be looked at.
  private static final class World {
    private final Map<String, Integer> effects = new ConcurrentHashMap<>();

    void act(String step) {
      effects.merge(step, 1, Integer::sum);
    }

    boolean has(String step) {
      return effects.containsKey(step);
    }
  }

  @BeforeAll
  static void deadProcessesPrintNothing() {
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
      if (!(error instanceof Killed)) {
        error.printStackTrace();
      }
    });
  }

  private static JobHandler lookingHandler(World world) {
    return (_, progress, _, steps) -> {
      for (String step : STEPS) {
        Before before = steps.before(step);
        if (before instanceof Before.Never) {
          steps.starting(step, "");
        }
        if (!(before instanceof Before.Done)) {
          if (!world.has(step)) {
            world.act(step);
          }
          steps.done(step, "ok");
        }
        progress.say(step, StepEvent.State.SUCCEEDED, "done");
      }
      return JobEnd.done(new JobReport.Nothing());
    };
  }

  /// A handler whose world cannot be looked at.
  private static JobHandler blindHandler(World world) {
    return (_, _, _, steps) -> {
      for (String step : STEPS) {
        switch (steps.before(step)) {
          case Before.Started _ -> {
            return JobEnd.unclear("nobody can tell whether " + step + " took effect");
          }
          case Before.Never _ -> {
            steps.starting(step, "");
            world.act(step);
            steps.done(step, "ok");
          }
          case Before.Done _ -> assertThat(world.has(step)).isTrue();
        }
      }
      return JobEnd.done(new JobReport.Nothing());
    };
  }

  /// All that the control plane heard, and the world, after a death at this operation.
  private record Aftermath(List<Report.Result> results, World world, int operations) {}

  private static Aftermath live(int killAt, Loss loss, boolean blind) throws Exception {
    var world = new World();
    JobHandler handler = blind ? blindHandler(world) : lookingHandler(world);
    var disk = new CrashDisk();
    disk.killAt(killAt);
    var results = new ArrayList<Report.Result>();
    boolean accepted = firstLife(disk, handler, results);
    CrashDisk left = disk.isDead() ? disk.after(loss) : disk;
    if (disk.isDead()) {
      secondLife(left, handler, accepted, results);
    }
    return new Aftermath(results, world, disk.operations());
  }

  private static boolean firstLife(CrashDisk disk, JobHandler handler, List<Report.Result> results)
      throws Exception {
    boolean accepted = false;
    try {
      var runner = runner(disk, handler);
      accepted = runner.offer(1, 1) instanceof Answer.Accepted;
      Optional<Report.Result> result = runner.result(disk::isDead);
      result.ifPresent(results::add);
      if (result.isPresent()) {
        runner.ackAll();
      }
    } catch (Killed e) {
      assertThat(disk.isDead()).isTrue();
    }
    return accepted;
  }

  /// The control plane hands out a new epoch when it never heard an answer; otherwise it waits.
  private static void secondLife(
      CrashDisk disk, JobHandler handler, boolean accepted, List<Report.Result> results)
      throws Exception {
    var runner = runner(disk, handler);
    boolean held = !runner.intake.inFlight().isEmpty();
    assertThat(held || !accepted || !results.isEmpty()).as("an accepted job is lost").isTrue();
    if (!held && results.isEmpty()) {
      assertThat(runner.offer(2, 1)).isEqualTo(new Answer.Accepted());
    }
    if (held || results.isEmpty()) {
      results.add(runner.result());
      runner.ackAll();
    }
    assertThat(runner.intake.inFlight()).isEmpty();
    runner.work.stop(Duration.ZERO);
  }

  private static RunnerUnderTest runner(CrashDisk disk, JobHandler handler) {
    return new RunnerUnderTest(disk, Map.of("uninstall", handler), WorkTerms.usual());
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void aJobThatCanLookGoesOnWithoutASecondEffect(Loss loss) throws Exception {
    int operations = live(Integer.MAX_VALUE, loss, false).operations();
    assertThat(operations).isGreaterThan(15);
    for (int at = 1; at <= operations; at++) {
      Aftermath after = live(at, loss, false);
      assertThat(after.world().effects)
          .as("killed at %d", at)
          .hasSize(3)
          .allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
      assertThat(after.results())
          .isNotEmpty()
          .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(new Outcome.Done()));
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void aJobThatCannotLookSaysSoAndNeverGuesses(Loss loss) throws Exception {
    int operations = live(Integer.MAX_VALUE, loss, true).operations();
    int unclear = 0;
    for (int at = 1; at <= operations; at++) {
      Aftermath after = live(at, loss, true);
      assertThat(after.world().effects.values()).allMatch(times -> times == 1);
      Outcome outcome = after.results().getLast().outcome();
      if (outcome instanceof Outcome.Unclear) {
        unclear++;
      } else {
        assertThat(after.world().effects).hasSize(3);
        assertThat(outcome).isEqualTo(new Outcome.Done());
      }
    }
    assertThat(unclear).isGreaterThanOrEqualTo(3);
  }
}
