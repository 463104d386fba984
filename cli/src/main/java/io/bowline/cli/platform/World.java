package io.bowline.cli.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a command takes from outside itself: the time and names that nobody else has.
public interface World {
  Instant now();

  UUID freshName();

  /// Waits a while before asking again.
  void pause(Duration length) throws InterruptedException;

  /// The real one.
  static World real() {
    return new World() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public UUID freshName() {
        return UUID.randomUUID();
      }

      @Override
      public void pause(Duration length) throws InterruptedException {
        // nobody counts it down: only time ends the wait
        boolean ended = new CountDownLatch(1).await(length.toMillis(), TimeUnit.MILLISECONDS);
        if (ended) {
          throw new IllegalStateException("nobody holds the latch");
        }
      }
    };
  }
}
