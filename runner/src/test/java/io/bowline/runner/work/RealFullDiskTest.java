package io.bowline.runner.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.runner.intake.Answer;
import io.bowline.runner.journal.Entry;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.journal.JobRecord;
import io.bowline.runner.journal.JournalFailedException;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.outbox.Report;
import io.bowline.runner.telemetry.spool.Batch;
import io.bowline.runner.telemetry.spool.Loss;
import io.bowline.runner.telemetry.spool.Reading;
import io.bowline.runner.telemetry.spool.Spool;
import io.bowline.testkit.process.SmallMount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A state folder on a file system that is really full: the runner lives, says so, and goes on when
/// there is room.
@Tag("real")
@Timeout(180)
class RealFullDiskTest {
  private static final int MOST_JOBS = 2_000;

  @TempDir private Path folder;
  private SmallMount mount;

  @BeforeEach
  void mount() {
    mount = SmallMount.at(folder, 4);
  }

  @AfterEach
  void unmount() {
    mount.close();
  }

  private static JobId job(int n) {
    return new JobId(new UUID(7, n));
  }

  @Test
  void theRunnerDeclinesWithTheReasonAndWorksOnWhenThereIsRoom() throws Exception {
    var effects = new ConcurrentHashMap<JobId, Integer>();
    JobHandler handler =
        (assignment, _, _, _) -> {
          effects.merge(assignment.job(), 1, Integer::sum);
          return JobEnd.done(new JobReport.Nothing());
        };
    var runner =
        new RunnerUnderTest(
            new FolderDisk(mount.path().resolve("journal")),
            Map.of("uninstall", handler),
            WorkTerms.usual());
    mount.fill();

    // the last block of the journal still takes some jobs
    int accepted = 0;
    Answer answer = runner.offer(job(accepted), 1, 1);
    while (answer instanceof Answer.Accepted && accepted < MOST_JOBS) {
      accepted++;
      answer = runner.offer(job(accepted), 1, 1);
    }
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Declined.class, declined -> assertThat(declined.reason()).isNotBlank());

    mount.relent();
    for (int n = 0; n < accepted; n++) {
      assertThat(runner.result().job()).isNotNull();
    }
    runner.ackAll();
    assertThat(runner.offer(job(MOST_JOBS), 1, 1)).isEqualTo(new Answer.Accepted());
    assertThat(runner.result().outcome()).isEqualTo(new Outcome.Done());
    assertThat(effects.values()).allMatch(times -> times == 1);
    runner.work.stop(Duration.ZERO);
  }

  @Test
  void whatTheJournalAndTheOutboxTookIsThereAndNothingElse() throws Exception {
    var disk = new FolderDisk(mount.path().resolve("journal"));
    JobJournal journal = JobJournal.open(disk);
    var outbox = new Outbox(journal);
    List<JobId> taken = new ArrayList<>();
    boolean full = false;
    mount.fill();
    for (int n = 0; n < MOST_JOBS && !full; n++) {
      full = !took(journal, outbox, job(n), taken);
    }
    assertThat(full).as("the disk is full").isTrue();
    assertThat(results(JobJournal.open(disk))).containsExactlyElementsOf(taken);

    mount.relent();
    assertThat(took(journal, outbox, job(MOST_JOBS), taken)).isTrue();
    journal.close();
    assertThat(results(JobJournal.open(disk))).containsExactlyElementsOf(taken);
  }

  private static boolean took(JobJournal journal, Outbox outbox, JobId job, List<JobId> taken) {
    try {
      journal.append(new Entry.Accepted(job, 1, 1, new JobSpec.Uninstall(), ""));
      outbox.add(new Report.Result(job, 1, new Outcome.Done(), new JobReport.Nothing()));
      taken.add(job);
      return true;
    } catch (JournalFailedException e) {
      assertThat(e.getMessage()).contains("No space left on device").contains("free space there");
      return false;
    }
  }

  private static List<JobId> results(JobJournal journal) {
    return journal.jobs().stream()
        .filter(job -> job.end().isPresent())
        .map(JobRecord::job)
        .toList();
  }

  @Test
  void theSpoolCountsWhatTheDiskRefusedAlsoOverARestartAndTellsItWhenThereIsRoom()
      throws Exception {
    Path spooled = mount.path().resolve("spool");
    var spool = new Spool(spooled, 64 << 20);
    spool.add(lines(0, 100));
    mount.fill();
    for (int round = 1; round <= 3; round++) {
      int first = round * 1_000;
      assertThatThrownBy(() -> spool.add(lines(first, first + 1_000)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left on device");
    }
    assertThat(spool.dropped()).isEqualTo(3_000);

    var again = new Spool(spooled, 64 << 20); // still full
    assertThat(counted(again.losses())).isEqualTo(3_000);
    assertThatThrownBy(() -> again.add(lines(4_000, 5_000))).isInstanceOf(IOException.class);

    mount.relent();
    again.add(lines(5_000, 5_010));
    long told = 0;
    int kept = 0;
    for (Optional<Batch> next = again.oldest(); next.isPresent(); next = again.oldest()) {
      kept += next.get().readings().size();
      told += counted(next.get().losses());
      again.acked(next.get());
    }
    assertThat(kept).isEqualTo(110);
    assertThat(told).isEqualTo(4_000);
    assertThat(new Spool(spooled, 64 << 20).losses()).isEmpty();
  }

  private static long counted(List<Loss> losses) {
    assertThat(losses)
        .allSatisfy(loss -> {
          assertThat(loss.cause()).isEqualTo(Loss.Cause.DISK_REFUSED);
          assertThat(loss.atLeast()).isFalse();
        });
    return losses.stream().mapToLong(Loss::count).sum();
  }

  private static List<Reading> lines(int from, int until) {
    var lines = new ArrayList<Reading>();
    for (int n = from; n < until; n++) {
      lines.add(new Reading(new TreeMap<>(Map.of("app", "broker")), n, "x".repeat(50) + n));
    }
    return lines;
  }
}
