package io.bowline.runner.journal;

import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that the journal says about one job.
///
/// @param runs how often a handler began to work on it
/// @param steps in the order of their start
/// @param settled whether the control plane has the result under the present epoch
public record JobRecord(
    Entry.Accepted accepted,
    int runs,
    Optional<String> cancel,
    Map<String, StepRecord> steps,
    Optional<End> end,
    boolean settled) {
  public JobRecord {
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
  }

  /// How it ended.
  public record End(Outcome outcome, JobReport report) {}

  /// A step that has started, and what it said when it was done.
  public record StepRecord(String note, Optional<String> result) {}

  public JobId job() {
    return accepted.job();
  }

  public long epoch() {
    return accepted.epoch();
  }

  public int attempt() {
    return accepted.attempt();
  }

  public JobSpec spec() {
    return accepted.spec();
  }

  /// Whether the control plane still counts on this runner for it.
  public boolean inFlight() {
    return end.isEmpty() || !settled;
  }

  /// What remains to be true after one more entry.
  static JobRecord after(Optional<JobRecord> before, Entry entry) {
    if (entry instanceof Entry.Accepted accepted) {
      return begun(before, accepted);
    }
    JobRecord known =
        before.orElseThrow(
            () -> new JournalFailedException("journal has no job " + entry.job() + " to go on"));
    return known.with(entry);
  }

  /// A job that was stopped and comes back goes on where it was; a new attempt starts anew.
  private static JobRecord begun(Optional<JobRecord> before, Entry.Accepted accepted) {
    Map<String, StepRecord> steps =
        before
            .filter(known -> known.attempt() == accepted.attempt())
            .map(JobRecord::steps)
            .orElse(Map.of());
    int runs = before.map(JobRecord::runs).orElse(0);
    return new JobRecord(accepted, runs, Optional.empty(), steps, Optional.empty(), false);
  }

  private JobRecord with(Entry entry) {
    return switch (entry) {
      case Entry.Accepted again -> begun(Optional.of(this), again);
      case Entry.Adopted(_, long epoch) ->
          new JobRecord(
              new Entry.Accepted(job(), epoch, attempt(), spec(), accepted.traceparent()),
              runs,
              cancel,
              steps,
              end,
              false);
      case Entry.Began _ -> new JobRecord(accepted, runs + 1, cancel, steps, end, settled);
      case Entry.CancelAsked(_, String reason) ->
          new JobRecord(accepted, runs, Optional.of(reason), steps, end, settled);
      case Entry.StepStarted(_, String step, String note) ->
          withStep(step, new StepRecord(note, Optional.empty()));
      case Entry.StepDone(_, String step, String result) ->
          withStep(
              step,
              new StepRecord(
                  Optional.ofNullable(steps.get(step)).map(StepRecord::note).orElse(""),
                  Optional.of(result)));
      case Entry.Ended(_, Outcome outcome, JobReport report) ->
          new JobRecord(
              accepted, runs, cancel, steps, Optional.of(new End(outcome, report)), false);
      case Entry.Settled(_, long epoch) ->
          new JobRecord(accepted, runs, cancel, steps, end, settled || epoch == epoch());
    };
  }

  private JobRecord withStep(String name, StepRecord step) {
    var all = new LinkedHashMap<>(steps);
    all.put(name, step);
    return new JobRecord(accepted, runs, cancel, all, end, settled);
  }

  /// The fewest entries that say the same.
  List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    entries.add(accepted);
    for (int i = 0; i < runs; i++) {
      entries.add(new Entry.Began(job()));
    }
    cancel.ifPresent(reason -> entries.add(new Entry.CancelAsked(job(), reason)));
    steps.forEach((name, step) -> {
      entries.add(new Entry.StepStarted(job(), name, step.note()));
      step.result().ifPresent(result -> entries.add(new Entry.StepDone(job(), name, result)));
    });
    end.ifPresent(e -> entries.add(new Entry.Ended(job(), e.outcome(), e.report())));
    if (settled) {
      entries.add(new Entry.Settled(job(), epoch()));
    }
    return entries;
  }
}
