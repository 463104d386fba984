package io.bowline.registry.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Locks by path between the threads of this process; an unused one costs nothing.
///
/// The system lets go of all that a process holds of a file as soon as the process closes it
/// anywhere. So what is opened of a file is closed here: later, where the file is held.
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
    entries.computeIfPresent(path, (key, entry) -> entry.left());
  }

  /// Closes what was opened of a file, at once or when whoever holds the file lets it go.
  void close(Path path, FileChannel opened) throws IOException {
    try {
      // within, so that nobody comes to hold the file meanwhile
      entries.compute(
          path,
          (key, entry) -> {
            if (entry == null) {
              Entry.close(opened);
            } else {
              entry.closing.add(opened);
            }
            return entry;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
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
    private final List<FileChannel> closing = new ArrayList<>();
    private int users;

    /// One uses it no more; null when nobody does.
    @org.jspecify.annotations.Nullable
    Entry left() {
      users--;
      if (users > 0) {
        return this;
      }
      closing.forEach(Entry::close);
      return null;
    }

    private static void close(FileChannel opened) {
      try {
        opened.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
