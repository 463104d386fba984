package io.bowline.runner.intake;

/// What the runner says to an offer.
public sealed interface Answer {
  /// It is in the journal; `outbox.Report.Accepted` is on its way.
  record Accepted() implements Answer {}

  record Declined(String reason) implements Answer {}
}
