package io.bowline.control.offer;

import io.bowline.control.catalog.ReleaseName;
import java.time.Instant;

/// What somebody said that an install, or an organization's installs of a product, run.
///
/// @param whole whether it is of the whole organization
public record Pin(String product, boolean whole, To to, String reason, String by, Instant at) {

  /// To what.
  public sealed interface To {
    /// Whatever the channel points at.
    record Channel(String name) implements To {}

    /// This release and no other.
    record Release(ReleaseName release) implements To {}
  }
}
