package io.bowline.model.job;

import java.time.Instant;

/// Progress of one step, in the order in which it happened.
///
/// @param sequence per job, from 1; a repeated one is the same event again
/// @param step name of the planned step, or a word such as `verify` or `return`
/// @param message one line for people
public record StepEvent(long sequence, String step, State state, String message, Instant at) {
  public enum State {
    WAITING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    SKIPPED,
    RETURNED
  }
}
