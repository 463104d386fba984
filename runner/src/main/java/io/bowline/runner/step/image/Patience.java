package io.bowline.runner.step.image;

import io.bowline.runner.step.image.flow.RegistryException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: what the registry asks for, else a random time below a
/// bound that doubles.
final class Patience {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final TransferTerms terms;
  private final RandomGenerator random;
  private final Clock clock;

  Patience(TransferTerms terms, RandomGenerator random, Clock clock) {
    this.terms = terms;
    this.random = random;
    this.clock = clock;
  }

  /// What one piece of work has been through: a few tries may fail, but a registry that says that
  /// it has too much may say so for a good while.
  final class Tries {
    private int failed;
    private Optional<Long> busySince = Optional.empty();

    /// Whether to try again after this; waits before that, unless the registry's gate does.
    boolean again(RegistryException why) throws InterruptedException {
      if (why.lasts()) {
        return false;
      }
      if (why.isBusy()) {
        return stillBusy();
      }
      if (failed + 1 >= terms.tries()) {
        return false;
      }
      pause(failed++);
      return true;
    }

    /// Whether a registry that has too much is asked once more.
    boolean stillBusy() {
      long now = System.nanoTime();
      long since = busySince.orElse(now);
      busySince = Optional.of(since);
      return now - since < terms.busyFor().toNanos();
    }

    int failed() {
      return failed;
    }
  }

  Tries begin() {
    return new Tries();
  }

  /// How long to wait before the next try.
  ///
  /// @param failed how many tries have failed
  /// @param retryAfter the header, in seconds or as a date
  Duration before(int failed, Optional<String> retryAfter) {
    Duration wait = retryAfter.flatMap(this::asked).orElseGet(() -> jitter(failed));
    return wait.compareTo(terms.longestPause()) > 0 ? terms.longestPause() : wait;
  }

  private void pause(int failed) throws InterruptedException {
    if (stopped.await(before(failed, Optional.empty()).toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("the transfer was stopped");
    }
  }

  /// Ends all waiting.
  void stop() {
    stopped.countDown();
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private Duration jitter(int failed) {
    long bound = terms.firstPause().toMillis() << Math.min(failed, 20);
    return Duration.ofMillis(random.nextLong(Math.max(1, bound)) + 1);
  }

  private Optional<Duration> asked(String header) {
    String text = header.strip();
    if (text.length() < 10 && !text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      var at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(clock.instant(), at);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
