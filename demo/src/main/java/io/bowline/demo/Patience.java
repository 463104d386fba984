package io.bowline.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Looks again until something is there; other processes tell us nothing by themselves.
final class Patience {
  private static final long BETWEEN_LOOKS_MILLIS = 150;

  /// One look.
  interface Look<T> {
    Optional<T> at() throws IOException;
  }

  private Patience() {}

  /// Looks until there is an answer.
  ///
  /// @throws StepFailed naming what did not come in time
  static <T> T until(String what, Duration atMost, Look<T> look)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    var never = new CountDownLatch(1);
    while (System.nanoTime() < end) {
      Optional<T> seen = look.at();
      if (seen.isPresent()) {
        return seen.get();
      }
      if (never.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new StepFailed(what + " did not come within " + atMost.toSeconds() + " s");
  }
}
