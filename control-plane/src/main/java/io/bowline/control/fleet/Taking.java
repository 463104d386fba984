package io.bowline.control.fleet;

/// What came of the wish for room on a fleet.
public sealed interface Taking {
  /// It is taken; the fleet is as it is afterwards.
  record Taken(Fleet fleet) implements Taking {}

  /// The fleet cannot take it.
  ///
  /// @param why and what is left
  record Full(Fleet fleet, String why) implements Taking {}

  /// There is no such fleet.
  record Absent() implements Taking {}
}
