package io.bowline.control.telemetry;

import java.time.Instant;

/// From, inclusive, until, exclusive; nanoseconds since the epoch.
public record TimeRange(long from, long until) {
  public static TimeRange of(Instant from, Instant until) {
    return new TimeRange(nanos(from), nanos(until));
  }

  static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
