package io.bowline.control.app;

import io.bowline.control.artifact.ArtifactSettings;
import io.bowline.control.audit.drill.RestoredChains;
import io.bowline.control.identity.KeyFit;
import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.DatabaseSettings;
import io.bowline.control.platform.Repeating;
import io.bowline.control.platform.Sources;
import io.bowline.control.platform.keep.BackupRota;
import io.bowline.control.platform.keep.BackupRota.Drilled;
import io.bowline.control.platform.keep.Drill;
import io.bowline.control.platform.keep.Keeping;
import io.bowline.control.platform.keep.Places;
import io.bowline.control.platform.keep.SealingKey;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.drill.RestoredKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Takes and tries backups by the clock, where a folder for them is configured, and tells how old
/// they are. What fails is said, counted, and tried again after a while.
@Singleton
final class ScheduledBackups {
  private static final Logger LOG = Logger.getLogger(ScheduledBackups.class);
  private static final Duration AGAIN = Duration.ofMinutes(10);

  private final Optional<BackupRota> rota;
  private final InstantSource clock;
  private final Counter failures;
  private final Repeating tending =
      new Repeating("backups", Duration.ofMinutes(1), this::tend, this::failed);
  private volatile Instant quietUntil = Instant.MIN;

  /// What backups are made of.
  @Singleton
  record Materials(
      DatabaseSettings database,
      ArtifactSettings artifacts,
      DataFolder folder,
      MasterKey master,
      SecureRandom random) {
    private SealingKey sealing() {
      return new SealingKey(master.fingerprint(), sealed -> KeyFit.opens(master, sealed));
    }

    private Keeping keeping(Sources.Unmanaged sources) {
      var places = new Places(folder.root(), ArtifactSettings.folder(artifacts, folder.root()));
      return new Keeping(database, this::sealing, places, sources);
    }

    private Drill drill(Sources.Unmanaged sources) {
      return new Drill(
          database,
          this::sealing,
          List.of(new RestoredChains(), new RestoredKeys(() -> master, random)),
          sources);
    }
  }

  ScheduledBackups(
      BackupSettings settings, Materials materials, InstantSource clock, MeterRegistry registry) {
    this.clock = clock;
    var sources = new Sources.Unmanaged(materials.random(), clock);
    var rhythm = new BackupRota.Rhythm(settings.every(), settings.drillEvery(), settings.keep());
    this.rota =
        settings
            .folder()
            .map(folder ->
                new BackupRota(
                    folder,
                    rhythm,
                    materials.keeping(sources)::backUp,
                    materials.drill(sources)::run));
    this.failures =
        Counter.builder("bowline.backup.failures")
            .description("Backups and drills by the clock that failed")
            .register(registry);
    rota.ifPresent(kept -> tell(kept, registry));
  }

  private void tell(BackupRota kept, MeterRegistry registry) {
    Gauge.builder("bowline.backup.age", () -> age(kept.newest()))
        .baseUnit("seconds")
        .description("Since the newest backup by the clock was taken")
        .register(registry);
    Gauge.builder("bowline.drill.age", () -> age(last(kept, Drilled::passed).map(Drilled::at)))
        .baseUnit("seconds")
        .description("Since a backup was last found to be restorable")
        .register(registry);
    Gauge.builder(
            "bowline.drill.passed",
            () -> last(kept, _ -> true).map(drilled -> drilled.passed() ? 1.0 : 0).orElse(0.0))
        .description("Whether the last drill of a restore found the backup to be good")
        .register(registry);
  }

  private static Optional<Drilled> last(BackupRota kept, Function<Drilled, Boolean> wanted) {
    return kept.drills().stream().filter(wanted::apply).reduce((_, last) -> last);
  }

  /// Where there is none, it is as old as anything: an alarm on age rings for that, too.
  private double age(Optional<Instant> of) {
    return of.map(at -> (double) Duration.between(at, clock.instant()).toSeconds())
        .orElse(Double.POSITIVE_INFINITY);
  }

  void start(@Observes StartupEvent started) {
    if (rota.isPresent()) {
      tending.startAtOnce();
    }
  }

  void stop(@Observes ShutdownEvent stopping) {
    tending.stop();
  }

  /// Does now what is due.
  void pass() {
    tending.pass();
  }

  private void tend() {
    BackupRota kept = rota.orElseThrow();
    if (clock.instant().isBefore(quietUntil)) {
      return;
    }
    kept.backUp(clock.instant()).ifPresent(LOG::info);
    kept.drill(clock.instant()).ifPresent(LOG::info);
  }

  private void failed(Exception why) {
    failures.increment();
    quietUntil = clock.instant().plus(AGAIN);
    LOG.errorf("A backup by the clock failed, again in ten minutes: %s", why.getMessage());
  }
}
