package io.bowline.control.platform.event;

import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Tx;
import java.time.Duration;
import java.util.List;

/// The outbox from the side of those who empty it.
public interface Parcels {
  /// The task under which the outbox is emptied.
  SystemTask TASK = new SystemTask("events");

  /// Takes due events for oneself; what is neither delivered nor failed within the lease is given
  /// out again.
  List<Parcel> claim(Tx tx, int limit);

  /// Done with it.
  void delivered(Tx tx, long id);

  /// To be tried again.
  void failed(Tx tx, long id, Duration retryAfter);

  /// What waits.
  ///
  /// @param oldestSeconds age of the oldest event, 0 when there is none
  record Lag(long waiting, double oldestSeconds) {}

  /// How many are waiting, and since when.
  Lag lag(Tx tx);

  /// How many are waiting.
  long waiting(Tx tx);
}
