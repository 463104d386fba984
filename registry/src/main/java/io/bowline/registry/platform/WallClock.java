package io.bowline.registry.platform;

import java.time.Instant;
import java.time.InstantSource;

/// This machine's clock.
public final class WallClock implements InstantSource {
  @Override
  public Instant instant() {
    return Instant.now();
  }
}
