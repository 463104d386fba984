package io.bowline.runner.work;

import io.bowline.runner.intake.Assignment;

/// Does one kind of job. Called on a virtual thread of its own and may block.
///
/// A handler that finds steps in the journal is going on after a crash: what is done is not done
/// again, what was started is looked at in the world first, and where that tells nothing the end is
/// `Outcome.Unclear`.
@FunctionalInterface
public interface JobHandler {
  /// Works to the end.
  ///
  /// @throws InterruptedException when the runner stops or the job's time is over; nothing of the
  ///   job may run on
  JobEnd handle(
      Assignment assignment, Progress progress, Cancellation cancellation, StepJournal steps)
      throws InterruptedException;
}
