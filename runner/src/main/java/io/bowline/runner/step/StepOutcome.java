package io.bowline.runner.step;

import io.bowline.model.job.Failure;

/// What came of a part of a step.
public sealed interface StepOutcome {
  /// It is as it should be.
  ///
  /// @param message one line for people
  record Done(String message) implements StepOutcome {}

  /// The world is no longer what the plan relied on; nothing was written.
  ///
  /// @param what changed, for people
  record Moved(String what) implements StepOutcome {}

  /// It did not work; something may have been written.
  record Failed(Failure failure) implements StepOutcome {}

  /// It was told to stop; something may have been written.
  record Stopped(String reason) implements StepOutcome {}

  /// A failure that trying again will not mend.
  static Failed failed(String reason, String message) {
    return new Failed(new Failure(reason, message, false));
  }
}
