package io.bowline.runner.work;

import io.bowline.model.job.StepEvent;

/// Tells people how far a job is.
@FunctionalInterface
public interface Progress {
  /// One line about a step.
  void say(String step, StepEvent.State state, String message);
}
