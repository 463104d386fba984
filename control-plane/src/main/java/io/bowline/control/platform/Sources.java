package io.bowline.control.platform;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;

/// The process's own sources of time and chance; everything else has them injected, the clock also
/// as `InstantSource`.
@Singleton
public final class Sources {
  /// Time and chance for what works without the container.
  public record Unmanaged(SecureRandom random, InstantSource clock) {}

  /// Time and chance of this machine.
  public static Unmanaged unmanaged() {
    return new Unmanaged(new SecureRandom(), Clock.systemUTC());
  }

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }
}
