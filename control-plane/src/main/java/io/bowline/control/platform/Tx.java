package io.bowline.control.platform;

import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.function.Consumer;

/// An open transaction, as features hold it: something to hand to a store, with which several
/// stores commit together or not at all. What it really is, only stores know.
public interface Tx {
  /// When it began, the same all through it, on the one clock that all replicas share: leases and
  /// expiry are judged by it.
  Instant now();

  /// Where all of an organization's writers wait for each other until commit, in the order in which
  /// one transaction comes to them.
  enum Queue {
    /// The organization's chain of audit entries.
    AUDIT,
    /// The numbers of what happened in it.
    FEED
  }

  /// Has something written just before the commit, in the scope of its organization. So nobody
  /// waits for a row with such a queue held, and the queue is held briefly: whoever has a row and
  /// comes to the queue, and whoever has the queue and comes to the row, would wait for each other.
  ///
  /// @param work written in the order in which it was asked for; not at all when the transaction
  ///   fails before
  void atLast(OrgId org, Queue queue, Consumer<Tx> work);
}
