package io.bowline.runner.step.image.flow;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: what was asked for, else a random time below a bound that
/// doubles.
public final class Patience {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Limits limits;
  private final RandomGenerator random;
  private final InstantSource clock;

  /// How much is borne.
  ///
  /// @param tries of one request or blob
  public record Limits(int tries, Duration firstPause, Duration longestPause) {
    /// How long somebody may go on saying that he has too much.
    public Duration busyFor() {
      return longestPause.multipliedBy(tries);
    }
  }

  public Patience(Limits limits, RandomGenerator random, InstantSource clock) {
    this.limits = limits;
    this.random = random;
    this.clock = clock;
  }

  /// What one piece of work has been through: a few tries may fail, but a registry that says that
  /// it has too much may say so for a good while.
  public final class Tries {
    private int failed;
    private Optional<Long> busySince = Optional.empty();

    /// Whether to try again after this; waits before that, unless the registry's gate does.
    public boolean again(RegistryException why) throws InterruptedException {
      return again(why, Optional.empty());
    }

    /// Whether to try again after an answer that may say when.
    ///
    /// @param retryAfter its header, where no gate keeps to it
    public boolean again(RegistryException why, Optional<String> retryAfter)
        throws InterruptedException {
      if (why.lasts()) {
        return false;
      }
      if (why.isBusy()) {
        return stillBusy();
      }
      if (failed + 1 >= limits.tries()) {
        return false;
      }
      pause(failed++, retryAfter);
      return true;
    }

    /// Whether a registry that has too much is asked once more.
    private boolean stillBusy() {
      long now = System.nanoTime();
      long since = busySince.orElse(now);
      busySince = Optional.of(since);
      return now - since < limits.busyFor().toNanos();
    }

    /// How often it went wrong.
    public int failed() {
      return failed;
    }
  }

  /// For a piece of work.
  public Tries begin() {
    return new Tries();
  }

  /// How long to wait before the next try.
  ///
  /// @param failed how many tries have failed
  /// @param retryAfter the header, in seconds or as a date
  public Duration before(int failed, Optional<String> retryAfter) {
    Duration wait = retryAfter.flatMap(this::asked).orElseGet(() -> jitter(failed));
    return wait.compareTo(limits.longestPause()) > 0 ? limits.longestPause() : wait;
  }

  private void pause(int failed, Optional<String> retryAfter) throws InterruptedException {
    if (stopped.await(before(failed, retryAfter).toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("the transfer was stopped");
    }
  }

  /// Ends all waiting.
  public void stop() {
    stopped.countDown();
  }

  /// Whether it was ended.
  public boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private Duration jitter(int failed) {
    long bound = limits.firstPause().toMillis() << Math.min(failed, 20);
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
