package io.bowline.control.platform.store;

import io.bowline.control.platform.Glance;
import org.jdbi.v3.core.Handle;

/// What a `Glance` really is.
public record OpenGlance(Handle handle) implements Glance {
  /// The handle inside; for stores.
  public static Handle handle(Glance glance) {
    if (glance instanceof OpenGlance(Handle handle)) {
      return handle;
    }
    throw new IllegalArgumentException("not a look at this database: " + glance);
  }
}
