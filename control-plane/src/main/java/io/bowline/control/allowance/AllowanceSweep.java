package io.bowline.control.allowance;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Tells the database what was pulled, also when nobody asks for more.
@Singleton
final class AllowanceSweep {
  private static final Logger LOG = Logger.getLogger(AllowanceSweep.class);

  private final Allowances allowances;
  private final CountDownLatch stopped = new CountDownLatch(1);

  AllowanceSweep(Allowances allowances) {
    this.allowances = allowances;
  }

  void start(@Observes StartupEvent starting) {
    Thread.ofVirtual().name("allowances").start(this::tellUntilStopped);
  }

  void stop(@Observes ShutdownEvent stopping) {
    stopped.countDown();
    tell();
  }

  private void tellUntilStopped() {
    try {
      while (!stopped.await(Allowances.BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
        tell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell() {
    try {
      allowances.tell();
    } catch (RuntimeException e) {
      LOG.warnf("What organizations pulled could not be written down, it is tried again: %s", e);
    }
  }
}
