package io.bowline.runner.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.id.JobId;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.runner.journal.CrashDisk.Killed;
import io.bowline.runner.journal.CrashDisk.Loss;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobJournalTest {
  private static final int SMALL = 20_000;
  private static final JobId JOB = new JobId(new UUID(1, 2));
  static final List<Entry> LIFE =
      List.of(
          new Entry.Accepted(JOB, 7, 1, new JobSpec.Inspect(), "00-abc-def-01"),
          new Entry.Began(JOB),
          new Entry.StepStarted(JOB, "images", "12 images"),
          new Entry.StepDone(JOB, "images", "ok"),
          new Entry.Adopted(JOB, 9),
          new Entry.CancelAsked(JOB, "no longer wanted"),
          new Entry.StepStarted(JOB, "broker", "revision 3"),
          new Entry.Ended(
              JOB, new Outcome.Failed(new Failure("x", "y", true)), new JobReport.Captured(1, 2)),
          new Entry.Settled(JOB, 9));

  @TempDir Path folder;

  @Test
  void everyEntryComesBackFromARealFolder() throws Exception {
    JobRecord written;
    try (JobJournal journal = JobJournal.open(new FolderDisk(folder))) {
      LIFE.forEach(journal::append);
      written = journal.find(JOB).orElseThrow();
    }
    try (JobJournal journal = JobJournal.open(new FolderDisk(folder))) {
      assertThat(journal.find(JOB)).contains(written);
    }
    assertThat(written.epoch()).isEqualTo(9);
    assertThat(written.runs()).isEqualTo(1);
    assertThat(written.settled()).isTrue();
    assertThat(written.cancel()).contains("no longer wanted");
    assertThat(written.steps().keySet()).containsExactly("images", "broker");
  }

  /// Enumerates every disk operation of a life, kills there, and looks at what is left.
  @ParameterizedTest
  @EnumSource(Loss.class)
  void whatWasAppendedIsThereAfterADeathAtAnyOperation(Loss loss) {
    var counting = new CrashDisk();
    live(counting, new ArrayList<>());
    for (int at = 1; at <= counting.operations(); at++) {
      var disk = new CrashDisk();
      disk.killAt(at);
      var appended = new ArrayList<Entry>();
      assertThatThrownBy(() -> live(disk, appended)).isInstanceOf(Killed.class);
      JobJournal found = JobJournal.open(disk.after(loss));
      var expected =
          List.of(
              stateOf(appended),
              stateOf(LIFE.subList(0, Math.min(LIFE.size(), appended.size() + 1))));
      assertThat(expected).as("killed at %d", at).contains(found.jobs());
    }
  }

  private static void live(CrashDisk disk, List<Entry> appended) {
    JobJournal journal = JobJournal.open(disk);
    for (Entry entry : LIFE) {
      journal.append(entry);
      appended.add(entry);
    }
  }

  private static List<JobRecord> stateOf(List<Entry> entries) {
    JobJournal journal = JobJournal.open(new CrashDisk());
    entries.forEach(journal::append);
    return journal.jobs();
  }

  /// What one dead process left unsynced may be lost only if nobody relied on it.
  @Test
  void aSecondDeathLosesNothingThatTheSecondProcessHadRead() {
    var disk = new CrashDisk();
    JobJournal.open(disk).append(LIFE.get(0));
    disk.killAt(disk.operations() + 2);
    JobJournal journal = JobJournal.open(disk.after(Loss.PROCESS));
    assertThat(journal.jobs()).hasSize(1);
    CrashDisk second = disk.after(Loss.PROCESS);
    assertThat(JobJournal.open(second).jobs()).hasSize(1);
    assertThat(JobJournal.open(second.after(Loss.ALL_UNSYNCED)).jobs()).hasSize(1);
  }

  @Test
  void everyTornTailCountsAsNeverWritten() throws Exception {
    var disk = new CrashDisk();
    JobJournal journal = JobJournal.open(disk);
    journal.append(LIFE.get(0));
    int whole = disk.read("jobs.journal").orElseThrow().length;
    journal.append(LIFE.get(2));
    byte[] bytes = disk.read("jobs.journal").orElseThrow();
    for (int cut = whole; cut < bytes.length; cut++) {
      for (byte filler : new byte[] {0, (byte) 0xff}) {
        byte[] torn = bytes.clone();
        Arrays.fill(torn, cut, torn.length, filler);
        Files.write(folder.resolve("jobs.journal"), torn);
        try (JobJournal found = JobJournal.open(new FolderDisk(folder))) {
          assertThat(found.find(JOB).orElseThrow().steps()).isEmpty();
          found.append(LIFE.get(2));
        }
        try (JobJournal found = JobJournal.open(new FolderDisk(folder))) {
          assertThat(found.find(JOB).orElseThrow().steps()).hasSize(1);
        }
      }
    }
  }

  @Test
  void damageInTheMiddleIsRefusedAndNotTakenForATornTail() throws Exception {
    try (JobJournal journal = JobJournal.open(new FolderDisk(folder))) {
      LIFE.forEach(journal::append);
    }
    Path file = folder.resolve("jobs.journal");
    byte[] bytes = Files.readAllBytes(file);
    bytes[40] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> JobJournal.open(new FolderDisk(folder)))
        .isInstanceOf(JournalFailedException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void aNewerFormatIsRefused() throws Exception {
    Files.write(folder.resolve("jobs.journal"), new byte[] {'B', 'W', 'L', 'J', 2, 0});
    assertThatThrownBy(() -> JobJournal.open(new FolderDisk(folder)))
        .hasMessageContaining("version 2");
  }

  @Test
  void aFullDiskFailsClearlyAndTheJournalStaysWhole() {
    var disk = new CrashDisk();
    JobJournal journal = JobJournal.open(disk);
    journal.append(LIFE.get(0));
    disk.capacity(disk.read("jobs.journal").orElseThrow().length + 10);
    assertThatThrownBy(() -> journal.append(LIFE.get(2)))
        .isInstanceOf(JournalFailedException.class)
        .hasMessageContaining("No space left")
        .hasMessageContaining("free space");
    assertThat(journal.find(JOB).orElseThrow().steps()).isEmpty();
    disk.capacity(Long.MAX_VALUE);
    journal.append(LIFE.get(2));
    assertThat(JobJournal.open(disk.after(Loss.ALL_UNSYNCED)).find(JOB).orElseThrow().steps())
        .hasSize(1);
  }

  @Test
  void afterAFailedSyncNothingIsWrittenAnyMore() {
    var disk = new CrashDisk();
    JobJournal journal = JobJournal.open(disk);
    journal.append(LIFE.get(0));
    disk.failSyncs(true);
    assertThatThrownBy(() -> journal.append(LIFE.get(2))).hasMessageContaining("Input/output");
    disk.failSyncs(false);
    assertThatThrownBy(() -> journal.append(LIFE.get(2))).hasMessageContaining("restart");
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void compactionLosesNothingAtAnyOperation(Loss loss) {
    var counting = new CrashDisk();
    int before = fill(counting, 80).operations();
    churn(JobJournal.open(counting, SMALL), 60);
    assertThat(counting.read("jobs.journal").orElseThrow()).hasSizeLessThan(2 * SMALL);
    for (int at = before + 1; at <= counting.operations(); at++) {
      var disk = fill(new CrashDisk(), 80);
      disk.killAt(at);
      int[] churned = {0};
      try {
        JobJournal journal = JobJournal.open(disk, SMALL);
        for (; churned[0] < 60; churned[0]++) {
          journal.append(new Entry.StepStarted(job(0), "churn-" + churned[0], note()));
        }
      } catch (Killed e) {
        assertThat(e).hasMessageContaining("killed");
      }
      JobJournal found = JobJournal.open(disk.after(loss));
      assertThat(found.find(job(0)).orElseThrow().steps().size())
          .as("killed at %d", at)
          .isBetween(churned[0], churned[0] + 1);
    }
  }

  private static CrashDisk fill(CrashDisk disk, int jobs) {
    JobJournal journal = JobJournal.open(disk);
    for (int i = 0; i < jobs; i++) {
      journal.append(new Entry.Accepted(job(i), 1, 1, new JobSpec.Inspect(), note()));
      if (i > 0) {
        journal.append(new Entry.Ended(job(i), new Outcome.Done(), new JobReport.Nothing()));
        journal.append(new Entry.Settled(job(i), 1));
      }
    }
    return disk;
  }

  private static void churn(JobJournal journal, int steps) {
    for (int i = 0; i < steps; i++) {
      journal.append(new Entry.StepStarted(job(0), "churn-" + i, note()));
    }
  }

  private static JobId job(int number) {
    return new JobId(new UUID(5, number));
  }

  private static String note() {
    return "n".repeat(100);
  }
}
