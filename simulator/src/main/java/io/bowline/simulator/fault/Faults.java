package io.bowline.simulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The faults that wait for requests.
public final class Faults {
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Fault> waiting = new ArrayList<>();

  public void add(Fault fault) {
    lock.lock();
    try {
      waiting.add(fault);
    } finally {
      lock.unlock();
    }
  }

  public void clear() {
    lock.lock();
    try {
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }

  public List<Fault> waiting() {
    lock.lock();
    try {
      return List.copyOf(waiting);
    } finally {
      lock.unlock();
    }
  }

  /// The effect that this request meets; it is used up by it.
  public Optional<Fault.Effect> take(String method, String path) {
    lock.lock();
    try {
      for (int i = 0; i < waiting.size(); i++) {
        Fault fault = waiting.get(i);
        if (fault.hits(method, path)) {
          waiting.remove(i);
          if (fault.times() > 1) {
            waiting.add(i, fault.once());
          }
          return Optional.of(fault.effect());
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
