package io.bowline.control.account;

import io.bowline.control.secret.Secret;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Hashes passwords, few at a time: each takes 19 MiB while it lasts, and whoever may ask for as
/// many as they like would have all of the memory. Who waits for too long is told to come back.
@Singleton
public final class Hashing {
  private static final int AT_ONCE = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SecureRandom random;
  private final PasswordHash.Cost cost;
  private final Duration patience;
  private final Semaphore room = new Semaphore(AT_ONCE, true);
  private final PasswordHash nobodys;

  @Inject
  public Hashing(SecureRandom random) {
    this(random, PasswordHash.Cost.USUAL, PATIENCE);
  }

  Hashing(SecureRandom random, PasswordHash.Cost cost, Duration patience) {
    this.random = random;
    this.cost = cost;
    this.patience = patience;
    this.nobodys = PasswordHash.of(Secret.of(salt()), salt(), cost);
  }

  /// What came of a comparison.
  enum Match {
    YES,
    NO,
    /// Too many wait; nothing was compared.
    BUSY
  }

  /// What is to be kept of a password; empty when too many wait.
  Optional<String> hash(Secret password) {
    if (!enter()) {
      return Optional.empty();
    }
    try {
      return Optional.of(PasswordHash.of(normal(password), salt(), cost).text());
    } finally {
      room.release();
    }
  }

  /// Compares. Where nothing is kept it takes as long, and says no.
  Match compare(Optional<String> kept, Secret password) {
    PasswordHash with = kept.map(PasswordHash::parse).orElse(nobodys);
    if (!enter()) {
      return Match.BUSY;
    }
    try {
      boolean same = with.matches(normal(password));
      return same && kept.isPresent() ? Match.YES : Match.NO;
    } finally {
      room.release();
    }
  }

  /// The same characters are the same password, whichever way a keyboard composes them.
  static Secret normal(Secret password) {
    return Secret.of(Normalizer.normalize(password.revealText(), Normalizer.Form.NFKC));
  }

  private byte[] salt() {
    byte[] salt = new byte[PasswordHash.SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }

  private boolean enter() {
    try {
      return room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
