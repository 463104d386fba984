package io.bowline.simulator.node;

import io.bowline.simulator.platform.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What one run of a container wrote, line by line; the oldest lines go when it is too much.
final class LogBook {
  private static final int MOST_LINES = 20_000;
  private static final int LONGEST_LINE = 16 * 1024;

  private final World world;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final List<Line> lines = new ArrayList<>();
  private final StringBuilder open = new StringBuilder();
  private long dropped;
  private boolean closed;

  LogBook(World world) {
    this.world = world;
  }

  record Line(Instant at, String text) {}

  /// A part of the book, and where the next part begins.
  record Part(List<Line> lines, long next, boolean last) {}

  void write(String text) {
    lock.lock();
    try {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\n' || open.length() >= LONGEST_LINE) {
          end();
        }
        if (c != '\n') {
          open.append(c);
        }
      }
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lines.add(new Line(world.now(), open.toString()));
    open.setLength(0);
    if (lines.size() > MOST_LINES) {
      lines.removeFirst();
      dropped++;
    }
  }

  void close() {
    lock.lock();
    try {
      if (!open.isEmpty()) {
        end();
      }
      closed = true;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The lines from a place on; waits for some when there are none yet.
  Part read(long from, Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (from - dropped >= lines.size() && !closed && left > 0) {
        left = more.awaitNanos(left);
      }
      int start = (int) Math.max(0, from - dropped);
      List<Line> read =
          start >= lines.size() ? List.of() : List.copyOf(lines.subList(start, lines.size()));
      return new Part(read, dropped + lines.size(), closed);
    } finally {
      lock.unlock();
    }
  }
}
