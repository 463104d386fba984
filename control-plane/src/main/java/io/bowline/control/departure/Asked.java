package io.bowline.control.departure;

import java.util.List;

/// What came of the wish that an organization goes.
public sealed interface Asked {
  /// It will, unless that is taken back in time; also when it was asked for before.
  record Going(Departure departure) implements Asked {}

  /// What was given to confirm is not its name.
  record NotConfirmed() implements Asked {}

  /// It still has something that runs, or that costs somebody money.
  ///
  /// @param what a few of them, as `install prod`
  record Occupied(List<String> what) implements Asked {}

  /// There is no such organization.
  record Absent() implements Asked {}
}
