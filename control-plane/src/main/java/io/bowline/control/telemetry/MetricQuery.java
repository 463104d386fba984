package io.bowline.control.telemetry;

import java.time.Duration;

/// Which samples are wanted.
///
/// @param step zero for every sample as it came; else the newest sample of each step, stamped with
///   the step's end
/// @param limits beyond which an answer would be too large
public record MetricQuery(Selector selector, TimeRange range, Duration step, Limits limits) {
  /// How much an answer may hold.
  ///
  /// @param series at most
  /// @param points at most, of all series together
  public record Limits(int series, int points) {}

  /// The moment that stands for a sample's moment.
  long stamp(long nanos) {
    if (step.isZero()) {
      return nanos;
    }
    long length = step.toNanos();
    return range.from() + Math.ceilDiv(nanos - range.from(), length) * length;
  }
}
