package io.bowline.runner.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: full jitter, so that ten thousand runners that lost
/// the same server do not come back together.
final class BackOff {
  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(5);

  /// A connection that lived this long counts as stable.
  static final Duration STABLE = Duration.ofSeconds(60);

  private final RandomGenerator random;
  private final Duration first;
  private Duration ceiling;

  BackOff(RandomGenerator random) {
    this(random, FIRST);
  }

  BackOff(RandomGenerator random, Duration first) {
    this.random = random;
    this.first = first;
    this.ceiling = first;
  }

  /// Anything from nothing up to a ceiling that doubles with every attempt.
  Duration next() {
    Duration wait = Duration.ofMillis(random.nextLong(ceiling.toMillis() + 1));
    Duration doubled = ceiling.multipliedBy(2);
    ceiling = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return wait;
  }

  /// Begins anew when the connection that just ended was stable.
  void lived(Duration connected) {
    if (connected.compareTo(STABLE) >= 0) {
      ceiling = first;
    }
  }

  /// What a person has to mend is not worth asking for often; it says nothing about the network.
  Duration seldom() {
    return Duration.ofMillis(random.nextLong(LONGEST.toMillis() + 1));
  }
}
