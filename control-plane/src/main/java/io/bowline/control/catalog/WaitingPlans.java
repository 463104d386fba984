package io.bowline.control.catalog;

import io.bowline.control.platform.Tx;

/// The plans that lead to a release, of every organization.
public interface WaitingPlans {
  /// What became of them.
  ///
  /// @param stopped plans that no runner has begun to apply
  /// @param underWay plans that a runner is applying; they go to their end
  record Withdrawn(int stopped, int underWay) {}

  /// Stops what no runner has begun, in the transaction that yanks the release and holds its row.
  Withdrawn withdraw(Tx tx, PublishedRelease yanked, String by);
}
