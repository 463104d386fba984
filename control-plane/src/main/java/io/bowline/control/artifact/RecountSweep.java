package io.bowline.control.artifact;

import io.bowline.control.quota.Recount;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Has somebody compare the counts with the storage once a day, and at the first start with them.
@Singleton
final class RecountSweep {
  private static final Logger LOG = Logger.getLogger(RecountSweep.class);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final Recount recount;
  private final ArtifactSettings settings;
  private final CountDownLatch stopped = new CountDownLatch(1);

  RecountSweep(Recount recount, ArtifactSettings settings) {
    this.recount = recount;
    this.settings = settings;
  }

  void start(@Observes StartupEvent starting) {
    Thread.ofVirtual().name("storage-recount").start(this::recountUntilStopped);
  }

  void stop(@Observes ShutdownEvent stopping) {
    stopped.countDown();
  }

  private void recountUntilStopped() {
    try {
      do {
        recount();
      } while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void recount() {
    try {
      recount.runEvery(EVERY, settings.uploadLife());
    } catch (IOException | RuntimeException e) {
      LOG.warnf(
          "What namespaces hold could not be compared with the storage; it is tried again when it is"
              + " due next: %s",
          e);
    }
  }
}
