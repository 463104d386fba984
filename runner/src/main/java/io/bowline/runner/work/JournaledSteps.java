package io.bowline.runner.work;

import io.bowline.model.id.JobId;
import io.bowline.runner.journal.Entry;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.journal.JobRecord;
import io.bowline.runner.journal.JobRecord.StepRecord;
import java.util.Map;
import java.util.Optional;

/// The steps of one job in the runner's journal.
final class JournaledSteps implements StepJournal {
  private static final int MAX_TEXT = 64 << 10;

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
    journal.append(new Entry.StepStarted(job, bounded(step), bounded(note)));
  }

  @Override
  public void done(String step, String result) {
    journal.append(new Entry.StepDone(job, bounded(step), bounded(result)));
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
