package io.bowline.bench.platform;

import java.time.Clock;

/// What a measurement takes from the machine beside its processes.
public final class Machine {
  private Machine() {}

  /// Its clock.
  public static Clock clock() {
    return Clock.systemUTC();
  }
}
