package io.bowline.control.review;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A look at everybody's rights.
///
/// @param by who looked, as the audit names them
public record Review(UUID id, Instant at, String by, String note, List<Decision> decisions) {
  /// What was decided about one right.
  ///
  /// @param confirmed whether it stays; else it was revoked
  public record Decision(Right right, boolean confirmed) {}
}
