package io.bowline.registry.http;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/// The last requests a server answered, to be counted.
public final class RequestLog {
  private static final int KEPT = 200_000;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  /// One answered request; one that was cut off before its answer is not here.
  public record Entry(String method, String path, int status) {}

  /// All that is kept, oldest first.
  public List<Entry> entries() {
    lock.lock();
    try {
      return List.copyOf(entries);
    } finally {
      lock.unlock();
    }
  }

  /// How many requests had this method and a path in which the pattern occurs.
  ///
  /// @param method `*` for any
  public long count(String method, String path) {
    Pattern pattern = Pattern.compile(path);
    return entries().stream()
        .filter(entry -> method.equals("*") || entry.method().equals(method))
        .filter(entry -> pattern.matcher(entry.path()).find())
        .count();
  }

  /// Forgets everything.
  public void clear() {
    lock.lock();
    try {
      entries.clear();
    } finally {
      lock.unlock();
    }
  }

  void add(Entry entry) {
    lock.lock();
    try {
      if (entries.size() == KEPT) {
        entries.removeFirst();
      }
      entries.addLast(entry);
    } finally {
      lock.unlock();
    }
  }
}
