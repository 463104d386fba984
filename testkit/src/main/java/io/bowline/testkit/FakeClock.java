package io.bowline.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands until a test turns it; safe to read from any thread.
public final class FakeClock extends Clock {
  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  /// Stands at a time that is easy to recognise in a failure message.
  public FakeClock() {
    this(Instant.parse("2026-03-01T12:00:00Z"));
  }

  public FakeClock(Instant start) {
    this(new AtomicReference<>(start), ZoneOffset.UTC);
  }

  private FakeClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /// Turns the clock on and says what time it is then.
  public Instant advance(Duration by) {
    return now.updateAndGet(then -> then.plus(by));
  }

  /// Sets the clock, back or forth.
  public void set(Instant to) {
    now.set(to);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /// Another view of the same clock: turning one turns both.
  @Override
  public FakeClock withZone(ZoneId other) {
    return new FakeClock(now, other);
  }
}
