package io.bowline.control.platform.store;

import io.bowline.control.platform.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;

/// The one clock that all replicas share: leases and expiry are judged by it.
public final class DatabaseClock {
  private DatabaseClock() {}

  /// When the transaction began; the same all through it.
  public static Instant now(Tx tx) {
    return OpenTransaction.handle(tx)
        .createQuery("select now()")
        .mapTo(OffsetDateTime.class)
        .one()
        .toInstant();
  }
}
