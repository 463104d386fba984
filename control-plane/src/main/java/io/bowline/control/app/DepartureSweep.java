package io.bowline.control.app;

import io.bowline.control.departure.Departures;
import io.bowline.control.platform.event.Hints;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Lets organizations go whose time has come; beside the other sweeps, since it may take long.
@Singleton
final class DepartureSweep {
  private static final Logger LOG = Logger.getLogger(DepartureSweep.class);

  private final OnTime sweeps;

  DepartureSweep(Departures departures, Hints hints) {
    sweeps = new OnTime("departures", hints, () -> sweep(departures));
  }

  void start(@Observes StartupEvent started) {
    sweeps.start();
  }

  void stop(@Observes ShutdownEvent stopped) {
    sweeps.stop();
  }

  private static void sweep(Departures departures) {
    try {
      departures.sweep();
    } catch (RuntimeException e) {
      LOG.warnf("An organization could not go now, the next sweep tries again: %s", e);
    }
  }
}
