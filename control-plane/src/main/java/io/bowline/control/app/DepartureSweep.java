package io.bowline.control.app;

import io.bowline.control.departure.Departures;
import io.bowline.control.platform.event.Hint;
import io.bowline.control.platform.event.Hints;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/// Lets organizations go whose time has come; beside the other sweeps, since it may take long.
@Singleton
final class DepartureSweep {
  private static final Logger LOG = Logger.getLogger(DepartureSweep.class);

  private final Departures departures;
  private final Hints hints;
  private final Semaphore due = new Semaphore(0);
  private volatile boolean stopping;

  DepartureSweep(Departures departures, Hints hints) {
    this.departures = departures;
    this.hints = hints;
  }

  void start(@Observes StartupEvent started) {
    hints.subscribe(
        "time",
        hint -> {
          if (hint instanceof Hint.Sweep) {
            due.release();
          }
        });
    Thread.ofVirtual().name("departures").start(this::run);
  }

  void stop(@Observes ShutdownEvent stopped) {
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
      try {
        departures.sweep();
      } catch (RuntimeException e) {
        LOG.warnf("An organization could not go now, the next sweep tries again: %s", e);
      }
    }
  }
}
