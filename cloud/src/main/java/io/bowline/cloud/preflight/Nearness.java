package io.bowline.cloud.preflight;

import io.bowline.model.preflight.Seen;

/// Whether an install is near to what it takes its data from; pure.
public final class Nearness {
  private Nearness() {}

  /// Says whether they are in one region.
  ///
  /// @param source region of the sources, as their cloud spells it
  /// @param install region of the install, as its cloud spells it
  public static Seen look(String source, String install) {
    return source.equals(install)
        ? Seen.ok("source.region", "sources and install are in " + install)
        : Seen.warn(
            "source.region",
            "the sources are in %s, the install shall be in %s".formatted(source, install),
            "Each record crosses regions, which takes longer and is paid for, in both directions.",
            "Create the install in %s, and where you can in the zone of the sources; bowline cost says what the other way costs."
                .formatted(source));
  }
}
