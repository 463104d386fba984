package io.bowline.runner.step.image.flow;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many requests a registry gets at a time: twice as many after each round that went well,
/// until something is too much for it, then one more; half as many when it says that it is too
/// much, and then none at all for as long as it asks; a few less when its answers become slow.
public final class Gate {
  /// So many times as many as at the beginning, when all goes well.
  private static final int GROWTH = 4;

  /// An answer is slow when it takes so many times the time of quick ones, and this at least.
  private static final int SLOW_TIMES = 8;

  private static final long SLOW_AT_LEAST_NANOS = Duration.ofSeconds(1).toNanos();

  /// How much one answer weighs in what is usual.
  private static final long SMOOTH = 16;

  /// How slowly the quickest answer is forgotten.
  private static final long FORGET = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final int most;
  private int limit;
  private int inside;
  private int well;
  private int generation;
  private int refusals;
  private boolean unhurt = true;
  private long closedUntil = System.nanoTime();
  private long quick = Long.MAX_VALUE;
  private long usual;

  /// Lets so many in to begin with.
  public Gate(int first) {
    limit = first;
    most = first * GROWTH;
  }

  /// A request that is inside.
  ///
  /// @param generation of the limit under which it came in
  public record Pass(int generation) {}

  /// Waits until a request may be sent.
  public Pass enter() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long closed = closed(); inside >= limit || closed > 0; closed = closed()) {
        if (closed > 0) {
          long _ = freed.awaitNanos(closed);
        } else {
          freed.await();
        }
      }
      inside++;
      return new Pass(generation);
    } finally {
      lock.unlock();
    }
  }

  private long closed() {
    return closedUntil - System.nanoTime();
  }

  /// A request is over.
  public void leave() {
    lock.lock();
    try {
      inside--;
      freed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The registry has too much. Answers to requests of one round count once.
  ///
  /// @return how often in a row it said so
  public int tooMuch(Pass pass) {
    lock.lock();
    try {
      if (pass.generation() == generation) {
        shrink(Math.max(1, limit / 2));
        refusals++;
      }
      return refusals;
    } finally {
      lock.unlock();
    }
  }

  /// Lets nobody in for a while.
  public void close(Duration time) {
    lock.lock();
    try {
      long until = System.nanoTime() + time.toNanos();
      if (until - closedUntil > 0) {
        closedUntil = until;
      }
    } finally {
      lock.unlock();
    }
  }

  /// For how long nobody is let in.
  public Duration closedFor() {
    lock.lock();
    try {
      return Duration.ofNanos(Math.max(0, closed()));
    } finally {
      lock.unlock();
    }
  }

  /// The registry did what it was asked for.
  public void wentWell(Pass pass) {
    lock.lock();
    try {
      refusals = 0;
      if (pass.generation() == generation && limit < most && (unhurt || ++well >= limit)) {
        limit++;
        well = 0;
        freed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// How long the registry took for something small.
  public void took(Pass pass, long nanos) {
    lock.lock();
    try {
      boolean first = quick == Long.MAX_VALUE;
      quick = first ? nanos : Math.min(quick + quick / FORGET, nanos);
      usual = first ? nanos : usual + (nanos - usual) / SMOOTH;
      boolean slow = usual > Math.max(SLOW_AT_LEAST_NANOS, SLOW_TIMES * quick);
      if (slow && pass.generation() == generation) {
        shrink(Math.max(2, limit - limit / 4));
        usual = quick;
      }
    } finally {
      lock.unlock();
    }
  }

  private void shrink(int next) {
    limit = Math.min(limit, next);
    generation++;
    well = 0;
    unhurt = false;
  }

  /// How many may be inside now.
  public int limit() {
    lock.lock();
    try {
      return limit;
    } finally {
      lock.unlock();
    }
  }
}
