package io.bowline.control.app;

import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.platform.Swept;
import io.bowline.control.platform.event.Hints;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/// Lets time pass for what waits: leases, expiries, silent runners. One replica or many, each moves
/// what it finds due; the rows' locks keep them apart.
@Singleton
public final class Sweeps {
  private static final Logger LOG = Logger.getLogger(Sweeps.class);
  private static final int AT_ONCE = 500;

  private final Jobs jobs;
  private final Installs installs;
  private final List<Swept> swept;
  private final OnTime sweeps;

  public Sweeps(Jobs jobs, Installs installs, @All List<Swept> swept, Hints hints) {
    this.jobs = jobs;
    this.installs = installs;
    this.swept = List.copyOf(swept);
    this.sweeps = new OnTime("sweeps", hints, this::sweep);
  }

  void start(@Observes StartupEvent started) {
    sweeps.start();
  }

  void stop(@Observes ShutdownEvent stopped) {
    sweeps.stop();
  }

  private void sweep() {
    move(() -> jobs.sweep(AT_ONCE));
    move(() -> installs.sweep(AT_ONCE));
    swept.forEach(Sweeps::move);
  }

  /// What goes wrong in one feature keeps no other waiting.
  private static void move(Swept feature) {
    try {
      feature.sweep();
    } catch (RuntimeException e) {
      LOG.warnf("What is due could not be moved now, the next sweep tries again: %s", e);
    }
  }
}
