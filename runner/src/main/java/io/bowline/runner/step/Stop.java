package io.bowline.runner.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A wish to stop, heard by whoever works and by whatever it waits for.
public final class Stop {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicReference<Optional<String>> reason = new AtomicReference<>(Optional.empty());
  private final List<Runnable> listeners = new ArrayList<>();

  /// Asks to stop; the first reason stays.
  public void ask(String why) {
    if (reason.getAndUpdate(had -> had.or(() -> Optional.of(why))).isPresent()) {
      return;
    }
    List<Runnable> toTell;
    synchronized (listeners) {
      asked.countDown();
      toTell = List.copyOf(listeners);
    }
    toTell.forEach(Runnable::run);
  }

  /// Why, once it was asked.
  public Optional<String> reason() {
    return reason.get();
  }

  /// Waits this long, or until it is asked to stop; says whether it was.
  public boolean within(Duration time) throws InterruptedException {
    return asked.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Runs an action when it is asked to stop, at once when it was already; close to forget it.
  public Registration onAsk(Runnable action) {
    boolean late;
    synchronized (listeners) {
      late = asked.getCount() == 0;
      if (!late) {
        listeners.add(action);
      }
    }
    if (late) {
      action.run();
    }
    return () -> {
      synchronized (listeners) {
        listeners.remove(action);
      }
    };
  }

  /// Something to forget.
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
