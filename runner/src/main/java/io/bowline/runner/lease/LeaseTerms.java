package io.bowline.runner.lease;

import java.time.Duration;

/// How long a lease holds.
///
/// @param duration after which another runner takes a lease that nobody renewed
/// @param margin by which the holder lets go earlier, for clocks that do not run alike
/// @param renewEvery while it is held
public record LeaseTerms(Duration duration, Duration margin, Duration renewEvery) {
  public LeaseTerms {
    if (renewEvery.compareTo(duration.minus(margin)) >= 0) {
      throw new IllegalArgumentException("a lease is renewed before it ends");
    }
  }

  /// What runners of one install must agree on.
  public static LeaseTerms usual() {
    return new LeaseTerms(Duration.ofSeconds(45), Duration.ofSeconds(10), Duration.ofSeconds(10));
  }
}
