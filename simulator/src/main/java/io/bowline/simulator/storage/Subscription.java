package io.bowline.simulator.storage;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A reader's place in the stream of changes; a reader that falls too far behind is cut off.
public final class Subscription implements AutoCloseable {
  private static final int ROOM = 20_000;

  private final Predicate<Key> wanted;
  private final BlockingQueue<Optional<Change>> waiting = new LinkedBlockingQueue<>(ROOM);
  private final Storage storage;
  private final boolean external;
  private volatile boolean cut;

  Subscription(Storage storage, Predicate<Key> wanted, boolean external) {
    this.external = external;
    this.storage = storage;
    this.wanted = wanted;
  }

  void offer(Change change) {
    if (wanted.test(change.key()) && !waiting.offer(Optional.of(change))) {
      cut();
    }
  }

  /// The next change, or nothing when none came in time; look at `isCut` to tell why.
  public Optional<Change> next(Duration patience) throws InterruptedException {
    Optional<Change> taken = waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    return taken == null ? Optional.empty() : taken;
  }

  /// Ends the stream for its reader at once.
  public void cut() {
    cut = true;
    waiting.clear();
    if (!waiting.offer(Optional.empty())) {
      throw new IllegalStateException("a queue just cleared has room");
    }
  }

  /// Whether a client of the API reads here, and not a part of the account.
  public boolean isExternal() {
    return external;
  }

  public boolean isCut() {
    return cut;
  }

  @Override
  public void close() {
    storage.unsubscribe(this);
  }
}
