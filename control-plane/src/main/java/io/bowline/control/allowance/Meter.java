package io.bowline.control.allowance;

import io.bowline.registry.Admission;
import io.bowline.registry.Taking;
import io.bowline.registry.pace.Pace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// What one organization takes from this process, and what it took from all as far as is known.
final class Meter {
  /// A transfer that ends makes room soon.
  private static final Duration SOON = Duration.ofSeconds(1);

  /// Held while the database is asked; never while a request is decided on.
  final ReentrantLock settling = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final InstantSource clock;
  private final Pace pace;
  private Allowance allowed;
  private LocalDate day = LocalDate.EPOCH;
  private Instant settled = Instant.MIN;
  private long known;
  private long untold;
  private long promised;
  private int transfers;

  Meter(Allowance allowed, InstantSource clock) {
    this.allowed = allowed;
    this.clock = clock;
    this.pace = new Pace(allowed.requestsPerSecond(), clock);
  }

  /// What is not in the database yet.
  long untold() {
    return locked(() -> untold);
  }

  boolean settledSince(Instant moment) {
    return locked(() -> settled.isAfter(moment));
  }

  /// What the database said.
  ///
  /// @param pulled on that day, by all processes
  record Known(Allowance allowed, LocalDate day, long pulled) {}

  /// Goes on from what the database has now, which so many of the untold bytes are in.
  void settle(Known now, long told) {
    locked(() -> {
      allowed = now.allowed();
      day = now.day();
      known = now.pulled();
      untold -= told;
      settled = clock.instant();
      pace.change(allowed.requestsPerSecond());
      return true;
    });
  }

  Admission ask() {
    int most = locked(() -> allowed.requestsPerSecond());
    Optional<Duration> wait = most == 0 ? Optional.empty() : pace.next();
    return wait.isEmpty()
        ? new Admission.Granted()
        : new Admission.TooMuch(
            "this organization asked for more than the %d requests a second that it may ask for;"
                    .formatted(most)
                + " ask again after the time in Retry-After, or have the vendor raise its limit"
                + " requests-per-second",
            wait.get());
  }

  Taking take(long bytes) {
    return locked(() -> {
      if (allowed.transfers() > 0 && transfers >= allowed.transfers()) {
        return new Taking.Refused(
            new Admission.TooMuch(
                "%d blobs of this organization are on their way, which is its limit transfers;"
                        .formatted(transfers)
                    + " ask again when one has ended",
                SOON));
      }
      long taken = known + untold + promised;
      if (allowed.bytesPerDay() > 0 && bytes > allowed.bytesPerDay() - taken) {
        return new Taking.Refused(new Admission.UsedUp(usedUp(taken, bytes)));
      }
      transfers++;
      promised += bytes;
      return new Taking.Begun(went -> ended(bytes, went));
    });
  }

  private String usedUp(long taken, long bytes) {
    return "this organization has pulled %d of the %d bytes that it may pull on %s (UTC), its limit"
            .formatted(taken, allowed.bytesPerDay(), day)
        + " bytes-per-day, and this asks for %d more; go on after midnight UTC, or have the vendor"
            .formatted(bytes)
        + " raise it";
  }

  private void ended(long bytes, long went) {
    locked(() -> {
      transfers--;
      promised -= bytes;
      untold += went;
      return true;
    });
  }

  Use use() {
    return locked(() -> new Use(allowed, day, known + untold, promised, transfers));
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
