package io.bowline.control.platform.store;

import io.bowline.control.platform.Tx;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/// What a `Tx` really is: the Jdbi handle that a store speaks SQL through.
public record OpenTransaction(Handle handle, Instant now) implements Tx {
  /// The handle inside; for stores.
  public static Handle handle(Tx tx) {
    if (tx instanceof OpenTransaction(Handle handle, Instant _)) {
      return handle;
    }
    throw new IllegalArgumentException("not a transaction of this database: " + tx);
  }
}
