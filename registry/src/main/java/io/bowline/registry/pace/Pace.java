package io.bowline.registry.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// So many requests a second, and as many at once after a second's rest. At 0 a second, which is no
/// pace, it is not to be asked.
public final class Pace {
  private static final double NANOS = 1e9;

  private final ReentrantLock lock = new ReentrantLock();
  private final InstantSource clock;
  private double left;
  private int perSecond;
  private Instant seen;

  public Pace(int perSecond, InstantSource clock) {
    this.clock = clock;
    this.perSecond = perSecond;
    this.left = perSecond;
    this.seen = clock.instant();
  }

  /// Another speed from now on.
  public void change(int other) {
    lock.lock();
    try {
      if (other != perSecond) {
        left = perSecond == 0 ? other : Math.min(left, other);
        perSecond = other;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether one more may be asked now; else in what time.
  public Optional<Duration> next() {
    lock.lock();
    try {
      Instant now = clock.instant();
      double rested = Duration.between(seen, now).toNanos() / NANOS;
      seen = now;
      left = Math.min(perSecond, left + Math.max(0, rested) * perSecond);
      if (left >= 1) {
        left--;
        return Optional.empty();
      }
      return Optional.of(Duration.ofNanos((long) ((1 - left) / perSecond * NANOS)));
    } finally {
      lock.unlock();
    }
  }
}
