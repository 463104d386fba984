package io.bowline.model.job;

import java.time.Instant;

/// Where a job stands; each phase carries just its own data.
public sealed interface Phase {
  /// Waits for a runner.
  ///
  /// @param notBefore earliest offer
  /// @param expiresAt when waiting ends
  record Queued(int attempt, Instant notBefore, Instant expiresAt) implements Phase {}

  /// Handed to a runner that has not answered yet.
  ///
  /// @param expiresAt when waiting ends; a runner that does not take it prolongs nothing
  record Offered(Lease lease, Instant answerBy, Instant expiresAt) implements Phase {}

  /// A runner works on it.
  ///
  /// @param leaseUntil without a heartbeat by then nobody knows
  /// @param deadline when it is cancelled for taking too long
  record Running(Lease lease, Instant leaseUntil, Instant deadline) implements Phase {}

  /// A runner was told to stop.
  record Cancelling(Lease lease, Instant giveUpAt, Instant deadline, String reason)
      implements Phase {}

  /// A runner had it and went silent, or could not tell.
  ///
  /// @param cancelWanted whether it is stopped as soon as the runner is heard again
  record Unknown(Lease lease, Instant since, Instant deadline, boolean cancelWanted, String reason)
      implements Phase {}

  /// Over: nothing moves it any more.
  sealed interface Terminal extends Phase {}

  record Succeeded(Instant at) implements Terminal {}

  record Failed(Instant at, Failure failure) implements Terminal {}

  record Cancelled(Instant at, String reason) implements Terminal {}

  /// No runner took it in time.
  record Expired(Instant at) implements Terminal {}
}
