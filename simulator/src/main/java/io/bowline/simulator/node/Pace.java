package io.bowline.simulator.node;

import java.time.Duration;

/// How fast nodes are: a kubelet's rules at a speed that suits a demo.
///
/// @param pullRetry pause after the first failed pull; it doubles up to the longest
/// @param crashRetry pause after the second crash; it doubles up to the longest
/// @param probeUnit what a second of a probe's settings lasts here
/// @param settle how long a container without a readiness probe runs before it counts as ready
public record Pace(
    Duration pullRetry,
    Duration crashRetry,
    Duration longest,
    Duration probeUnit,
    Duration settle) {

  public static Pace quick() {
    return new Pace(
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMillis(250),
        Duration.ofMillis(300));
  }

  /// The speed of a real kubelet.
  public static Pace real() {
    return new Pace(
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1));
  }

  static Duration doubled(Duration first, int times, Duration longest) {
    Duration grown = first.multipliedBy(1L << Math.min(times, 16));
    return grown.compareTo(longest) > 0 ? longest : grown;
  }
}
