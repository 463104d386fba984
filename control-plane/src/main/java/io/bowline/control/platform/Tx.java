package io.bowline.control.platform;

import java.time.Instant;

/// An open transaction, as features hold it: something to hand to a store, with which several
/// stores commit together or not at all. What it really is, only stores know.
public interface Tx {
  /// When it began, the same all through it, on the one clock that all replicas share: leases and
  /// expiry are judged by it.
  Instant now();
}
