package io.bowline.control.fleet;

/// What came of saying how a fleet is.
public sealed interface Move {
  /// It is so now.
  record Moved(Fleet fleet) implements Move {}

  /// It was so before, for the same reason.
  record Unchanged(Fleet fleet) implements Move {}

  /// From how it is, it cannot become that.
  record Impossible(Fleet fleet, FleetStatus to) implements Move {}

  /// There is no such fleet any more.
  record Absent() implements Move {}
}
