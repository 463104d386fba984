package io.bowline.control.artifact;

import io.bowline.control.platform.Repeating;
import io.bowline.control.quota.Recount;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Has somebody compare the counts with the storage once a day, and at the first start with them.
@Singleton
final class RecountSweep {
  private static final Logger LOG = Logger.getLogger(RecountSweep.class);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final Repeating counting;

  RecountSweep(Recount recount, ArtifactSettings settings) {
    counting =
        new Repeating(
            "storage-recount",
            PAUSE,
            () -> recount.runEvery(EVERY, settings.uploadLife()),
            e ->
                LOG.warnf(
                    "What namespaces hold could not be compared with the storage; it is tried again"
                        + " when it is due next: %s",
                    e));
  }

  void start(@Observes StartupEvent starting) {
    counting.startAtOnce();
  }

  void stop(@Observes ShutdownEvent stopping) {
    counting.stop();
  }
}
