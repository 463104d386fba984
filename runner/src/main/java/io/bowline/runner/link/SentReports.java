package io.bowline.runner.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// Which frame carried which report, so that an ack of frames becomes an ack of reports.
final class SentReports {
  private record Sent(long frame, long report) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Sent> waiting = new ArrayDeque<>();
  private long cursor;
  private long acked;

  /// Up to which report everything was handed to the writer.
  long cursor() {
    lock.lock();
    try {
      return cursor;
    } finally {
      lock.unlock();
    }
  }

  /// Moves the cursor, unless it was turned back meanwhile.
  boolean advance(long from, long to) {
    lock.lock();
    try {
      if (cursor != from) {
        return false;
      }
      cursor = to;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void sent(long frame, long report) {
    lock.lock();
    try {
      waiting.addLast(new Sent(frame, report));
    } finally {
      lock.unlock();
    }
  }

  /// The newest report that this ack covers, if it covers a new one.
  OptionalLong acked(long frame) {
    lock.lock();
    try {
      long before = acked;
      while (!waiting.isEmpty() && waiting.getFirst().frame() <= frame) {
        acked = Math.max(acked, waiting.removeFirst().report());
      }
      return acked > before ? OptionalLong.of(acked) : OptionalLong.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Everything that is not acked is sent again.
  void again() {
    lock.lock();
    try {
      waiting.clear();
      cursor = acked;
    } finally {
      lock.unlock();
    }
  }
}
