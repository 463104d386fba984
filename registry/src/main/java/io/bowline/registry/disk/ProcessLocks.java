package io.bowline.registry.disk;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Locks by path between the threads of this process; an unused one costs nothing.
final class ProcessLocks {
  private final ConcurrentHashMap<Path, Entry> entries = new ConcurrentHashMap<>();

  /// Waits for the lock of a path.
  Ticket hold(Path path) {
    Entry entry = enter(path);
    entry.lock.lock();
    return new Ticket(this, path, entry);
  }

  /// Takes the lock of a path, or answers null when another thread has it.
  @org.jspecify.annotations.Nullable
  Ticket tryHold(Path path) {
    Entry entry = enter(path);
    if (!entry.lock.isHeldByCurrentThread() && entry.lock.tryLock()) {
      return new Ticket(this, path, entry);
    }
    leave(path);
    return null;
  }

  private Entry enter(Path path) {
    return entries.compute(
        path,
        (key, known) -> {
          Entry entry = known == null ? new Entry() : known;
          entry.users++;
          return entry;
        });
  }

  private void leave(Path path) {
    entries.computeIfPresent(path, (key, entry) -> --entry.users == 0 ? null : entry);
  }

  /// A held lock.
  record Ticket(ProcessLocks locks, Path path, Entry entry) implements AutoCloseable {
    @Override
    public void close() {
      entry.lock.unlock();
      locks.leave(path);
    }
  }

  private static final class Entry {
    private final ReentrantLock lock = new ReentrantLock();
    private int users;
  }
}
