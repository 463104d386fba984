package io.bowline.control.edge.ingest;

import io.bowline.control.telemetry.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How much one install may send at one port: bytes a second, pushes at once. What is beyond is
/// answered so that the sender keeps it and sends it again.
final class Allowances {
  /// After so many seconds of silence an install may send as much as that at once.
  private static final int BURST_SECONDS = 4;

  private static final Duration SOON = Duration.ofSeconds(1);

  private final long bytesPerSecond;
  private final int pushesAtOnce;
  private final InstantSource clock;
  private final Map<Source, Use> uses = new ConcurrentHashMap<>();

  Allowances(long bytesPerSecond, int pushesAtOnce, InstantSource clock) {
    this.bytesPerSecond = bytesPerSecond;
    this.pushesAtOnce = pushesAtOnce;
    this.clock = clock;
  }

  /// @param bytes that may be sent at this moment; below zero after a body larger than that
  private record Use(int pushes, double bytes, Instant at) {}

  /// A push under way.
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /// Lets a push in, until it is closed.
  ///
  /// @throws BadPush when the install has to wait
  Place enter(Source source, int size) throws BadPush {
    Instant now = clock.instant();
    Use after = uses.compute(source, (_, use) -> entered(use, size, now));
    if (after.pushes() > pushesAtOnce) {
      leave(source, size);
      throw BadPush.tooMuch(
          "the install has %d pushes under way, as many as it may; send this one again"
              .formatted(pushesAtOnce),
          SOON);
    }
    // a body may be larger than what is left: it is taken, and the next ones wait for it
    double before = after.bytes() + size;
    if (before <= 0) {
      leave(source, size);
      throw BadPush.tooMuch(
          "the install sends more than %d bytes a second; send this push again"
              .formatted(bytesPerSecond),
          Duration.ofMillis((long) (1000 * (1 - before) / bytesPerSecond)).plus(SOON));
    }
    return () -> leave(source, 0);
  }

  private Use entered(@org.jspecify.annotations.Nullable Use use, int size, Instant now) {
    double full = (double) bytesPerSecond * BURST_SECONDS;
    double left = full;
    if (use != null) {
      double seconds = Math.max(0, Duration.between(use.at(), now).toNanos() / 1e9);
      left = Math.min(full, use.bytes() + seconds * bytesPerSecond);
    }
    return new Use((use == null ? 0 : use.pushes()) + 1, left - size, now);
  }

  private void leave(Source source, int giveBack) {
    uses.computeIfPresent(
        source, (_, use) -> new Use(use.pushes() - 1, use.bytes() + giveBack, use.at()));
  }

  /// Forgets installs that send nothing, so that the map does not grow with all that ever sent.
  void forgetIdle() {
    Instant idle = clock.instant().minusSeconds(BURST_SECONDS + 1L);
    uses.values().removeIf(use -> use.pushes() == 0 && use.at().isBefore(idle));
  }
}
