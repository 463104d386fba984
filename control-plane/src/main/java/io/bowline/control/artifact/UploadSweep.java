package io.bowline.control.artifact;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Forgets abandoned uploads, now and then.
@Singleton
final class UploadSweep {
  private static final Logger LOG = Logger.getLogger(UploadSweep.class);
  private static final Duration PAUSE = Duration.ofHours(1);

  private final Artifacts artifacts;
  private final ArtifactSettings settings;
  private final InstantSource clock;
  private final CountDownLatch stopped = new CountDownLatch(1);

  UploadSweep(Artifacts artifacts, ArtifactSettings settings, InstantSource clock) {
    this.artifacts = artifacts;
    this.settings = settings;
    this.clock = clock;
  }

  void start(@Observes StartupEvent starting) {
    Thread.ofVirtual().name("upload-sweep").start(this::sweepUntilStopped);
  }

  void stop(@Observes ShutdownEvent stopping) {
    stopped.countDown();
  }

  private void sweepUntilStopped() {
    try {
      while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        sweep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() {
    try {
      artifacts.forgetUploadsUntouchedSince(clock.instant().minus(settings.uploadLife()));
    } catch (IOException e) {
      LOG.errorf("Abandoned uploads could not be forgotten, they are tried again: %s", e);
    }
  }
}
