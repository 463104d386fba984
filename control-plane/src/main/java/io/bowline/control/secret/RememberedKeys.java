package io.bowline.control.secret;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Remembers for a while what a key unwrapped, since a service takes milliseconds for each, and may
/// be away. What it would not unwrap any more is forgotten when its time is over.
public final class RememberedKeys implements KeyWrap {
  private static final int MOST = 10_000;

  private final KeyWrap key;
  private final Duration life;
  private final InstantSource clock;

  /// In the order in which they were unwrapped, which is that in which their time is over.
  private final LinkedHashMap<Wrapped, Known> known = new LinkedHashMap<>();

  /// @param life how long at most; zero to remember nothing
  public RememberedKeys(KeyWrap key, Duration life, InstantSource clock) {
    this.key = key;
    this.life = life;
    this.clock = clock;
  }

  private record Wrapped(String context, Sealed sealed) {}

  private record Known(Secret key, Instant until) {}

  @Override
  public Sealed wrap(String context, Secret secret) {
    return key.wrap(context, secret);
  }

  @Override
  public Secret unwrap(String context, Sealed wrapped) {
    var question = new Wrapped(context, wrapped);
    Optional<Secret> before = find(question);
    if (before.isPresent()) {
      return before.get();
    }
    Secret unwrapped = key.unwrap(context, wrapped);
    if (life.isPositive()) {
      remember(question, unwrapped);
    }
    return unwrapped;
  }

  private synchronized Optional<Secret> find(Wrapped question) {
    forget(clock.instant());
    return Optional.ofNullable(known.get(question)).map(Known::key);
  }

  private synchronized void remember(Wrapped question, Secret unwrapped) {
    if (known.size() >= MOST) {
      known.remove(known.keySet().iterator().next());
    }
    known.putLast(question, new Known(unwrapped, clock.instant().plus(life)));
  }

  /// Everything whose time is over, not only what is asked for: a key that nobody uses must not
  /// stay in memory.
  private void forget(Instant now) {
    Iterator<Known> oldest = known.values().iterator();
    while (oldest.hasNext() && !now.isBefore(oldest.next().until())) {
      oldest.remove();
    }
  }

  @Override
  public String fingerprint() {
    return key.fingerprint();
  }

  @Override
  public Optional<KeyWrap> derived(String purpose) {
    return key.derived(purpose);
  }
}
