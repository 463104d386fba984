package io.bowline.control.fleet;

import io.bowline.control.platform.Tx;

/// Hears that a fleet goes; every bean of this type does, in the transaction that deletes it.
public interface FleetEnd {
  /// The fleet's record is about to be deleted, and is locked.
  void gone(Tx tx, Fleet fleet, String by);
}
