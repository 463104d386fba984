package io.bowline.control.edge.grpc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A token bucket per key: how many may come in a second. The key is an organization, not an
/// address, since many runners share one behind a NAT.
final class Buckets {
  private final int perSecond;
  private final InstantSource clock;
  private final Map<Object, Level> levels = new ConcurrentHashMap<>();

  Buckets(int perSecond, InstantSource clock) {
    this.perSecond = perSecond;
    this.clock = clock;
  }

  private record Level(double tokens, Instant at) {}

  /// Takes a token.
  ///
  /// @return nothing when there was one, else when to come back
  Optional<Duration> take(Object key) {
    Instant now = clock.instant();
    Level after =
        levels.compute(
            key,
            (_, level) -> {
              double full = level == null ? perSecond : refilled(level, now);
              return new Level(full - 1, now);
            });
    if (after.tokens() >= 0) {
      return Optional.empty();
    }
    // what was refused took nothing
    levels.computeIfPresent(key, (_, level) -> new Level(level.tokens() + 1, level.at()));
    return Optional.of(Duration.ofMillis((long) (1000 * (1 - after.tokens()) / perSecond) + 1));
  }

  private double refilled(Level level, Instant now) {
    double seconds = Math.max(0, Duration.between(level.at(), now).toNanos() / 1e9);
    return Math.min(perSecond, level.tokens() + seconds * perSecond);
  }
}
