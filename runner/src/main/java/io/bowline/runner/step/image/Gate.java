package io.bowline.runner.step.image;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many requests a registry gets at a time: half as many when it says that it is too much, one
/// more after each round that went well.
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final int most;
  private int limit;
  private int inside;
  private int well;

  Gate(int most) {
    this.most = most;
    limit = most;
  }

  void enter() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (inside >= limit) {
        freed.await();
      }
      inside++;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inside--;
      freed.signal();
    } finally {
      lock.unlock();
    }
  }

  void tooMuch() {
    lock.lock();
    try {
      limit = Math.max(1, limit / 2);
      well = 0;
    } finally {
      lock.unlock();
    }
  }

  void wentWell() {
    lock.lock();
    try {
      if (limit < most && ++well >= limit) {
        limit++;
        well = 0;
        freed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  int limit() {
    lock.lock();
    try {
      return limit;
    } finally {
      lock.unlock();
    }
  }
}
