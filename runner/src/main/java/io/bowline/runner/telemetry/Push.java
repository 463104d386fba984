package io.bowline.runner.telemetry;

import io.bowline.runner.telemetry.spool.Batch;
import java.time.Duration;

/// Takes a batch to the control plane.
public interface Push {
  Answer send(Batch batch) throws InterruptedException;

  /// What became of it.
  sealed interface Answer {
    /// Durable on the other side.
    record Taken() implements Answer {}

    /// It will never be taken as it is.
    record Refused(String why) implements Answer {}

    /// Not now.
    ///
    /// @param atLeast how long the other side asked to wait
    record Later(String why, Duration atLeast) implements Answer {}
  }
}
