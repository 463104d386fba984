package io.bowline.control.app;

import io.bowline.control.platform.event.Hint;
import io.bowline.control.platform.event.Hints;
import java.util.concurrent.Semaphore;

/// A thread that does something whenever time has passed; what comes while it is at work counts as
/// one.
final class OnTime {
  private final String name;
  private final Hints hints;
  private final Runnable pass;
  private final Semaphore due = new Semaphore(0);
  private volatile boolean stopping;

  /// @param pass throws nothing
  OnTime(String name, Hints hints, Runnable pass) {
    this.name = name;
    this.hints = hints;
    this.pass = pass;
  }

  void start() {
    hints.subscribe(
        "time",
        hint -> {
          if (hint instanceof Hint.Sweep) {
            due.release();
          }
        });
    Thread.ofVirtual().name(name).start(this::run);
  }

  void stop() {
    stopping = true;
    due.release();
  }

  private void run() {
    while (true) {
      due.acquireUninterruptibly();
      due.drainPermits();
      if (stopping) {
        return;
      }
      pass.run();
    }
  }
}
