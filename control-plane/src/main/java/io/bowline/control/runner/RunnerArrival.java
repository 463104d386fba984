package io.bowline.control.runner;

import io.bowline.control.platform.Tx;

/// Hears that a runner enrolled; every bean of this type does, in the transaction that spends its
/// token.
public interface RunnerArrival {
  /// The runner has its first certificate when this transaction ends.
  void enrolled(Tx tx, RunnerRecord runner);
}
