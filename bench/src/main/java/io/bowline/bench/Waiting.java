package io.bowline.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Time passing, on the clock that only measures spans.
final class Waiting {
  private static final long BETWEEN_LOOKS_MILLIS = 5;

  /// One look at another process.
  interface Look<T> {
    Optional<T> at() throws IOException;
  }

  private Waiting() {}

  /// Lets this much time pass.
  static void pass(Duration span) throws InterruptedException {
    if (new CountDownLatch(1).await(span.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody counts this latch down");
    }
  }

  /// Looks until there is an answer.
  ///
  /// @throws MeasurementFailed naming what did not come in time
  static <T> T until(String what, Duration atMost, Look<T> look) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      while (System.nanoTime() < end) {
        Optional<T> seen = look.at();
        if (seen.isPresent()) {
          return seen.get();
        }
        pass(Duration.ofMillis(BETWEEN_LOOKS_MILLIS));
      }
    } catch (IOException e) {
      throw new MeasurementFailed(what + ": " + e.getMessage(), e);
    }
    throw new MeasurementFailed(what + " did not come within " + atMost.toSeconds() + " s");
  }

  static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
