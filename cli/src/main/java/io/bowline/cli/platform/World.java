package io.bowline.cli.platform;

import java.time.Instant;
import java.util.UUID;

/// What a command takes from outside itself: the time and names that nobody else has.
public interface World {
  Instant now();

  UUID freshName();

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
    };
  }
}
