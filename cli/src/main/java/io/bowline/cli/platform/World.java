package io.bowline.cli.platform;

import java.io.Console;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a command takes from outside itself: the time and names that nobody else has.
public interface World {
  Instant now();

  UUID freshName();

  /// A text that nobody guesses: 256 random bits in base64url.
  default String freshSecret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Waits a while before asking again.
  void pause(Duration length) throws InterruptedException;

  /// Asks whoever sits at the terminal; empty when nobody does.
  ///
  /// @param hidden whether what is typed is not to be seen
  default Optional<String> ask(String question, boolean hidden) {
    return Optional.empty();
  }

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
      public Optional<String> ask(String question, boolean hidden) {
        Console console = Objects.requireNonNull(System.console());
        if (!console.isTerminal()) {
          return Optional.empty();
        }
        if (hidden) {
          return Optional.ofNullable(console.readPassword("%s", question)).map(String::new);
        }
        return Optional.ofNullable(console.readLine("%s", question));
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
