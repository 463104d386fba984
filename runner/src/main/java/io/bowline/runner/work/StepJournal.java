package io.bowline.runner.work;

/// What a job has done, durable before and after each act (invariant 4). All methods may throw
/// `JournalFailedException`: a handler lets it pass and does not act.
public interface StepJournal {
  /// Whether an earlier run of this attempt, in a process that died or until it was stopped, has
  /// started steps.
  boolean resumed();

  /// What is known of a step from before.
  Before before(String step);

  /// The step is about to act; durable when this returns.
  ///
  /// @param note what is needed to look, after a crash, whether it did; at most 64 KiB, no secret
  void starting(String step, String note);

  /// The step has acted; durable when this returns.
  ///
  /// @param result what later steps or the report need; at most 64 KiB, no secret
  void done(String step, String result);

  /// State of a step in the journal.
  sealed interface Before {
    record Never() implements Before {}

    /// It was about to act; whether it did is to be looked up in the world.
    record Started(String note) implements Before {}

    record Done(String result) implements Before {}
  }
}
