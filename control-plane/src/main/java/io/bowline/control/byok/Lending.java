package io.bowline.control.byok;

import io.bowline.control.fleet.Fleet;

/// What came of an upload.
public sealed interface Lending {
  /// It is kept, sealed, until its use or its end.
  ///
  /// @param fleet as it is now
  record Lent(LentKubeconfig kubeconfig, Fleet fleet) implements Lending {}

  /// As the fleet is, none is taken.
  ///
  /// @param why and what to do
  record Hindered(String why) implements Lending {}

  /// There is no such fleet.
  record Absent() implements Lending {}
}
