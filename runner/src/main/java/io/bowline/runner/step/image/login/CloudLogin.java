package io.bowline.runner.step.image.login;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.scan.Scan;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Credentials that a cloud gives for a while: one fetch for all who ask, renewed when four fifths
/// of their life are over. A renewal that fails is no harm as long as the old ones last.
final class CloudLogin implements Login {
  private static final Logger LOG = System.getLogger(CloudLogin.class.getName());

  /// A registry that refuses fresh credentials means their rights: others would not help.
  private static final Duration FRESH = Duration.ofSeconds(60);

  private final Issuer issuer;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ReentrantLock> repositories = new ConcurrentHashMap<>();
  private final Map<String, Boolean> made = new ConcurrentHashMap<>();
  private Optional<Held> held = Optional.empty();

  CloudLogin(Issuer issuer, InstantSource clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  private record Held(Issuer.Issued issued, Instant since) {
    Instant renewAt() {
      return since.plus(Duration.between(since, issued.until()).multipliedBy(4).dividedBy(5));
    }
  }

  @Override
  public Credentials credentials() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      Instant now = clock.instant();
      if (held.isEmpty() || !now.isBefore(held.get().renewAt())) {
        renew(now);
      }
      return held.orElseThrow().issued().credentials();
    } finally {
      lock.unlock();
    }
  }

  private void renew(Instant now) throws IOException, InterruptedException {
    try {
      held = Optional.of(new Held(issuer.issue(), clock.instant()));
    } catch (IOException e) {
      if (held.isEmpty() || !now.isBefore(held.get().issued().until())) {
        throw e;
      }
      LOG.log(Level.WARNING, "{0}; the credentials at hand are used on", e.getMessage());
    }
  }

  @Override
  public boolean refused(String shown) {
    lock.lock();
    try {
      if (held.isEmpty() || !held.get().issued().credentials().basic().equals(shown)) {
        return true;
      }
      boolean fresh = clock.instant().isBefore(held.get().since().plus(FRESH));
      if (!fresh) {
        held = Optional.empty();
      }
      return !fresh;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void prepare(String repository) throws IOException, InterruptedException {
    if (made.containsKey(repository)) {
      return;
    }
    ReentrantLock own = repositories.computeIfAbsent(repository, _ -> new ReentrantLock());
    own.lockInterruptibly();
    try {
      if (!made.containsKey(repository)) {
        issuer.make(repository);
        made.put(repository, true);
      }
    } finally {
      own.unlock();
    }
  }

  @Override
  public Scan scan(String repository, Digest digest) throws IOException, InterruptedException {
    return issuer.scan(repository, digest);
  }

  @Override
  public String toString() {
    return "CloudLogin[secret]";
  }
}
