package io.bowline.control.artifact;

import io.bowline.control.artifact.GarbageCollection.Outcome.Busy;
import io.bowline.control.artifact.GarbageCollection.Outcome.Collected;
import io.bowline.control.artifact.GarbageCollection.Outcome.Running;
import io.bowline.control.platform.Repeating;
import io.bowline.registry.collect.Report;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/// Forgets abandoned uploads and collects garbage, now and then. Any replica may find that it is
/// time; the storage lets one at it.
@Singleton
final class ArtifactSweep {
  private static final Logger LOG = Logger.getLogger(ArtifactSweep.class);
  private static final Duration PAUSE = Duration.ofHours(1);

  private final Artifacts artifacts;
  private final GarbageCollection garbage;
  private final ArtifactSettings settings;
  private final InstantSource clock;
  private final Repeating sweeping =
      new Repeating(
          "artifact-sweep",
          PAUSE,
          this::sweep,
          e -> LOG.errorf("The registry could not be swept, it is tried again in an hour: %s", e));

  ArtifactSweep(
      Artifacts artifacts,
      GarbageCollection garbage,
      ArtifactSettings settings,
      InstantSource clock) {
    this.artifacts = artifacts;
    this.garbage = garbage;
    this.settings = settings;
    this.clock = clock;
  }

  void start(@Observes StartupEvent starting) {
    sweeping.start();
  }

  void stop(@Observes ShutdownEvent stopping) {
    sweeping.stop();
  }

  private void sweep() throws IOException {
    artifacts.forgetUploadsUntouchedSince(clock.instant().minus(settings.uploadLife()));
    if (garbage.due()) {
      collect();
    }
  }

  private void collect() throws IOException {
    switch (garbage.collect(false, "system")) {
      case Collected(Report report) ->
          LOG.infof(
              "Garbage of the registry: %d manifests and %d files of %d bytes removed, %d bytes"
                  + " remain, %d repositories left alone",
              report.manifests(),
              report.contents().count(),
              report.contents().bytes(),
              report.remaining().bytes(),
              report.skipped().size());
      case Busy _ -> LOG.debug("Somebody else collects the registry's garbage");
      case Running _ -> LOG.debug("The collection goes on");
    }
  }
}
