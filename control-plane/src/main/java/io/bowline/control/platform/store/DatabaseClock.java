package io.bowline.control.platform.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.Handle;

/// The one clock that all replicas share: leases and expiry are judged by it.
public final class DatabaseClock {
  private DatabaseClock() {}

  /// When the transaction began; the same all through it.
  public static Instant now(Handle transaction) {
    return transaction.createQuery("select now()").mapTo(OffsetDateTime.class).one().toInstant();
  }
}
