package io.bowline.runner.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.id.JobId;
import io.bowline.model.job.JobSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Journals that released versions wrote are read by the code of today, and go on.
class ReleasedJournalTest {
  private static final Path SAMPLES = Path.of("src", "test", "resources", "released");
  private static final String FILE = "jobs.journal";

  @BeforeAll
  static void writeTheComingVersionsWhenAsked() throws Exception {
    if ("1".equals(System.getenv("BOWLINE_WRITE"))) {
      Path folder = SAMPLES.resolve("0.1");
      Files.deleteIfExists(folder.resolve(FILE));
      try (JobJournal journal = JobJournal.open(new FolderDisk(folder))) {
        JobJournalTest.LIFE.forEach(journal::append);
        journal.append(
            new Entry.Accepted(new JobId(new UUID(3, 4)), 11, 2, new JobSpec.Inspect(), ""));
      }
    }
  }

  static List<Path> versions() throws Exception {
    try (Stream<Path> all = Files.list(SAMPLES)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aReleasedJournalIsReadAndGoesOn(Path version, @TempDir Path folder) throws Exception {
    Files.copy(version.resolve(FILE), folder.resolve(FILE));

    try (JobJournal journal = JobJournal.open(new FolderDisk(folder))) {
      JobRecord ended = journal.find(new JobId(new UUID(1, 2))).orElseThrow();
      assertThat(ended.epoch()).isEqualTo(9);
      assertThat(ended.settled()).isTrue();
      assertThat(ended.cancel()).contains("no longer wanted");
      assertThat(ended.steps().keySet()).containsExactly("images", "broker");
      JobId open = new JobId(new UUID(3, 4));
      assertThat(journal.find(open).orElseThrow().epoch()).isEqualTo(11);
      journal.append(new Entry.Began(open));
    }
    try (JobJournal journal = JobJournal.open(new FolderDisk(folder))) {
      assertThat(journal.find(new JobId(new UUID(3, 4))).orElseThrow().runs()).isEqualTo(1);
    }
  }
}
