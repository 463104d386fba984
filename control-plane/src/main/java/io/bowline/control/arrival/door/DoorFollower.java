package io.bowline.control.arrival.door;

import io.bowline.control.platform.Tx;

/// Hears what doors tell; every bean of this type does, in the transaction in which it is kept.
public interface DoorFollower {
  /// A door told something that it had not told before.
  void reported(Tx tx, DoorReport report);
}
