package io.bowline.control.telemetry;

import java.time.Duration;
import java.time.InstantSource;

/// Sizes and disks of stores in tests.
public final class TestRoom {
  private TestRoom() {}

  public static Telemetry.Sizes sizes(long segmentBytes, int segmentsKept, int openStreams) {
    return new Telemetry.Sizes(segmentBytes, segmentsKept, openStreams, Duration.ofMinutes(1));
  }

  /// A disk that is never full.
  public static DiskReserve enough() {
    return new DiskReserve(1, () -> Long.MAX_VALUE, InstantSource.system());
  }
}
