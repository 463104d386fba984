package io.bowline.runner.host;

import java.time.Duration;

/// What a child may use before it is ended.
///
/// @param time from start to exit
/// @param grace between SIGTERM and SIGKILL
/// @param outputBytes of standard output and standard error together
/// @param addressSpaceBytes per process, 0 for none; mind that a JVM reserves far more than it uses
public record Limits(Duration time, Duration grace, long outputBytes, long addressSpaceBytes) {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final long OUTPUT_BYTES = 8L << 20;

  public Limits {
    if (time.isNegative() || time.isZero() || outputBytes < 0 || addressSpaceBytes < 0) {
      throw new IllegalArgumentException("limits of a child are positive");
    }
  }

  /// The usual limits with this much time.
  public static Limits within(Duration time) {
    return new Limits(time, GRACE, OUTPUT_BYTES, 0);
  }

  public Limits withGrace(Duration other) {
    return new Limits(time, other, outputBytes, addressSpaceBytes);
  }

  public Limits withOutputBytes(long other) {
    return new Limits(time, grace, other, addressSpaceBytes);
  }

  public Limits withAddressSpaceBytes(long other) {
    return new Limits(time, grace, outputBytes, other);
  }
}
