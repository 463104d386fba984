package io.bowline.model.job;

import io.bowline.model.id.RunnerId;

/// What can happen to a job.
public sealed interface Event {
  /// The control plane hands it to a runner under a new epoch.
  record Offer(RunnerId runner, long epoch) implements Event {}

  /// What a runner says carries the epoch it was given.
  sealed interface FromRunner extends Event {
    long epoch();
  }

  record Accept(long epoch) implements FromRunner {}

  /// The runner will not take it now (draining, full).
  record Decline(long epoch, String reason) implements FromRunner {}

  /// The runner still has it: a heartbeat, or a Hello that lists it as in flight.
  record Beat(long epoch) implements FromRunner {}

  /// A runner that should have it says it does not know it.
  record Missing(long epoch) implements FromRunner {}

  record Finish(long epoch, Outcome outcome) implements FromRunner {}

  record Cancel(String reason) implements Event {}

  /// Time has passed.
  record Tick() implements Event {}
}
