package io.bowline.runner.work;

import io.bowline.model.id.JobId;
import io.bowline.runner.journal.Entry;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.journal.JobRecord;
import io.bowline.runner.journal.JobRecord.StepRecord;
import io.bowline.runner.journal.JournalFailedException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The steps of one job in the runner's journal.
final class JournaledSteps implements StepJournal {
  private static final Logger LOG = Logger.getLogger(JournaledSteps.class);
  private static final int MAX_TEXT = 64 << 10;
  private static final Duration DISK_RETRY = Duration.ofSeconds(2);

  private final SynchronousQueue<Boolean> never = new SynchronousQueue<>();

  private final JobJournal journal;
  private final JobId job;
  private final boolean resumed;

  JournaledSteps(JobJournal journal, JobId job) {
    this.journal = journal;
    this.job = job;
    resumed = !steps().isEmpty();
  }

  @Override
  public boolean resumed() {
    return resumed;
  }

  @Override
  public Before before(String step) {
    Optional<StepRecord> known = Optional.ofNullable(steps().get(step));
    if (known.isEmpty()) {
      return new Before.Never();
    }
    String note = known.get().note();
    return known
        .get()
        .result()
        .<Before>map(Before.Done::new)
        .orElseGet(() -> new Before.Started(note));
  }

  @Override
  public void starting(String step, String note) {
    append(new Entry.StepStarted(job, bounded(step), bounded(note)));
  }

  @Override
  public void done(String step, String result) {
    append(new Entry.StepDone(job, bounded(step), bounded(result)));
  }

  /// A job that has not begun to act fails for want of disk, and nothing is half done. One that has
  /// waits for room, however long: it can neither go on nor give up without a record.
  private void append(Entry entry) {
    boolean told = false;
    while (true) {
      try {
        journal.append(entry);
        return;
      } catch (JournalFailedException e) {
        if (steps().isEmpty()) {
          throw e;
        }
        if (!told) {
          LOG.errorf("job %s waits for the disk: %s", job, e.getMessage());
          told = true;
        }
        pause(e);
      }
    }
  }

  private void pause(JournalFailedException why) {
    try {
      Boolean _ = never.poll(DISK_RETRY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      why.addSuppressed(e);
      throw why;
    }
  }

  /// Whether some step was about to act and nobody knows whether it did.
  boolean anyOpen() {
    return steps().values().stream().anyMatch(step -> step.result().isEmpty());
  }

  private Map<String, StepRecord> steps() {
    return journal.find(job).map(JobRecord::steps).orElse(Map.of());
  }

  private static String bounded(String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "text for the journal has more than " + MAX_TEXT + " characters");
    }
    return text;
  }
}
