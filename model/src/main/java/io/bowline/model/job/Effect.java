package io.bowline.model.job;

/// What has to be done because a job moved; data, carried out by whoever committed the move.
public sealed interface Effect {
  record SendOffer(Lease lease) implements Effect {}

  record SendCancel(Lease lease, String reason) implements Effect {}

  /// The job is over: whoever waits for it may go on.
  record Announce() implements Effect {}
}
