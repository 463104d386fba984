package io.bowline.simulator.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// The last requests, and counts over all of them.
public final class RequestLog {
  private static final int KEPT = 50_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Asked> last = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();

  public void add(Asked asked) {
    lock.lock();
    try {
      last.addLast(asked);
      if (last.size() > KEPT) {
        last.removeFirst();
      }
      counts.merge(asked.method() + " " + asked.resource() + " " + asked.code(), 1L, Long::sum);
    } finally {
      lock.unlock();
    }
  }

  public List<Asked> find(Predicate<Asked> wanted) {
    lock.lock();
    try {
      return last.stream().filter(wanted).toList();
    } finally {
      lock.unlock();
    }
  }

  /// The writes that took effect, oldest first.
  public List<Asked> effects() {
    return find(Asked::isEffect);
  }

  /// How often each of `METHOD resource code` was answered since the start or the last clearing.
  public Map<String, Long> counts() {
    lock.lock();
    try {
      return new TreeMap<>(counts);
    } finally {
      lock.unlock();
    }
  }

  public void clear() {
    lock.lock();
    try {
      last.clear();
      counts.clear();
    } finally {
      lock.unlock();
    }
  }

  /// The remembered requests, as they are now.
  public List<Asked> all() {
    lock.lock();
    try {
      return new ArrayList<>(last);
    } finally {
      lock.unlock();
    }
  }
}
