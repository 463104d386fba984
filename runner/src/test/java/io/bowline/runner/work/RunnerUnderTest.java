package io.bowline.runner.work;

import io.bowline.model.id.JobId;
import io.bowline.model.job.JobSpec;
import io.bowline.runner.intake.Answer;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.journal.Disk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.outbox.Numbered;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.outbox.Report;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// The rooms of a runner around its loop, wired as the application wires them.
final class RunnerUnderTest {
  static final JobId JOB = new JobId(new UUID(0, 1));

  final JobJournal journal;
  final Outbox outbox;
  final Intake intake;
  final Work work;
  private long heard;

  RunnerUnderTest(Disk disk, Map<String, JobHandler> handlers, WorkTerms terms) {
    journal = JobJournal.open(disk);
    outbox = new Outbox(journal);
    intake = new Intake(journal, outbox, 4);
    work = new Work(intake, journal, outbox, handlers, terms, InstantSource.system());
    work.start();
  }

  Answer offer(long epoch, int attempt) {
    return offer(JOB, epoch, attempt);
  }

  Answer offer(JobId job, long epoch, int attempt) {
    return intake.offer(new Assignment(job, epoch, attempt, new JobSpec.Uninstall(), ""));
  }

  /// The next result that leaves; nothing when the process died first.
  Optional<Report.Result> result(BooleanSupplier dead) throws InterruptedException {
    while (!dead.getAsBoolean()) {
      for (Numbered report : outbox.take(heard, Duration.ofMillis(20))) {
        heard = report.sequence();
        if (report.report() instanceof Report.Result result) {
          return Optional.of(result);
        }
      }
    }
    return Optional.empty();
  }

  Report.Result result() throws InterruptedException {
    return result(() -> false).orElseThrow();
  }

  void ackAll() {
    outbox.acked(heard);
  }
}
