package io.bowline.runner.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one job through at a time, in order of arrival.
final class Lane {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Cancellation> waiting = new ArrayDeque<>();
  private boolean busy;

  /// Waits for the turn; false when the job is to stop meanwhile.
  boolean enter(Cancellation cancellation) throws InterruptedException {
    try (var _ = cancellation.whenAsked(_ -> wake())) {
      return await(cancellation);
    }
  }

  void leave() {
    lock.lock();
    try {
      busy = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean await(Cancellation cancellation) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      waiting.addLast(cancellation);
      while (!cancellation.asked() && (busy || waiting.peekFirst() != cancellation)) {
        changed.await();
      }
      if (cancellation.asked()) {
        return false;
      }
      busy = true;
      return true;
    } finally {
      waiting.remove(cancellation);
      changed.signalAll();
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
