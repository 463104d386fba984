package io.bowline.control.platform.keep;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.DatabaseSettings;
import io.bowline.control.platform.Sources;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.store.DatabaseAddress;
import io.bowline.control.platform.store.EmbeddedDatabase;
import io.bowline.control.platform.store.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Backs up and restores the control plane: its database (one of one's own by its address, the
/// embedded one through the process that has it open, or by opening it for the while), its
/// artifacts and its logs and metrics. The master key is in no backup.
public final class Keeping {
  private final DatabaseSettings settings;
  private final Supplier<SealingKey> key;
  private final Places places;
  private final SecureRandom random;
  private final InstantSource clock;

  /// A file of the data folder that a person puts there before a restore.
  public static final String MASTER_KEY = "master.key";

  /// Works on what these settings name.
  ///
  /// @param key reads the key, and fails when there is none
  public Keeping(
      DatabaseSettings settings,
      Supplier<SealingKey> key,
      Places places,
      Sources.Unmanaged sources) {
    this.settings = settings;
    this.key = key;
    this.places = places;
    this.random = sources.random();
    this.clock = sources.clock();
  }

  /// Writes everything to a file, also while the control plane works.
  ///
  /// @return what was done, for the person who asked
  public String backUp(Path file) {
    if (Files.exists(file)) {
      throw new StartupFailure("%s is there already. Name another file.".formatted(file));
    }
    for (Path folder : Set.of(places.artifacts(), places.telemetry())) {
      if (file.toAbsolutePath().normalize().startsWith(folder)) {
        throw new StartupFailure(
            "%s would be inside of what is backed up (%s). Name another file."
                .formatted(file, folder));
      }
    }
    SealingKey sealing = key.get();
    Function<DatabaseAddress, String> work =
        address -> new Copying(places, sealing).write(address, file, clock.instant());
    return external()
        .or(() -> EmbeddedDatabase.running(places.data(), settings.appUser()))
        .map(work)
        .orElseGet(() -> whileOpen(work));
  }

  private String whileOpen(Function<DatabaseAddress, String> work) {
    if (!Files.isDirectory(places.data().resolve("postgres"))) {
      throw new StartupFailure(
          "The folder %s holds no control plane. Name its data folder with --data."
              .formatted(places.data()));
    }
    try (DataFolder folder = DataFolder.claim(places.data()).whole();
        EmbeddedDatabase database = EmbeddedDatabase.start(folder, settings.appUser(), random)) {
      return work.apply(database.address());
    }
  }

  /// Fills an empty database and empty folders from a file; the control plane must not be running.
  ///
  /// @return what was done, for the person who asked
  public String putBack(Path file) {
    SealingKey sealing = key.get();
    try (DataFolder folder = DataFolder.claim(places.data())) {
      EmptyFolder data = EmptyFolder.check(places.data(), Set.of(DataFolder.LOCK, MASTER_KEY));
      EmptyFolder artifacts = EmptyFolder.check(places.artifacts(), Set.of());
      Path unfinished = folder.resolve(DataFolder.UNFINISHED_RESTORE);
      try (Embedded embedded = new Embedded(folder);
          Restoration restoration =
              new Restoration(new Restoration.Ground(embedded, sealing, places));
          BackupReader reader = new BackupReader(unfinished, restoration)) {
        reader.read(file, Names.limits(Files.size(file), room()));
        String done = restoration.commit();
        Files.delete(unfinished);
        return done + " Start with the same master key (" + sealing.fingerprint() + ").";
      } catch (IOException | StartupFailure e) {
        artifacts.clear();
        data.clear();
        throw new StartupFailure(
            "The backup %s could not be restored, and nothing is left of the try: %s"
                .formatted(file, e.getMessage()),
            e);
      }
    } catch (IOException e) {
      throw new StartupFailure(
          "The folder %s cannot be used: %s".formatted(places.data(), e.getMessage()), e);
    }
  }

  private long room() throws IOException {
    long data = Files.getFileStore(places.data()).getUsableSpace();
    return data + Files.getFileStore(places.artifacts()).getUsableSpace();
  }

  /// The database to fill: the configured one, or an embedded one that is started when asked for.
  private final class Embedded implements Supplier<DatabaseAddress>, AutoCloseable {
    private final DataFolder folder;
    private Optional<EmbeddedDatabase> started = Optional.empty();

    Embedded(DataFolder folder) {
      this.folder = folder;
    }

    @Override
    public DatabaseAddress get() {
      return external()
          .orElseGet(() -> {
            EmbeddedDatabase database = EmbeddedDatabase.start(folder, settings.appUser(), random);
            started = Optional.of(database);
            return database.address();
          });
    }

    @Override
    public void close() {
      started.ifPresent(EmbeddedDatabase::close);
    }
  }

  private Optional<DatabaseAddress> external() {
    return settings
        .url()
        .map(url ->
            new DatabaseAddress(
                url,
                new Login(needed(settings.ownerUser()), needed(settings.ownerPassword())),
                new Login(settings.appUser(), settings.appPassword().orElse(""))));
  }

  private static String needed(Optional<String> value) {
    return value.orElseThrow(() ->
        new StartupFailure(
            "bowline.database.url needs bowline.database.owner-user and owner-password."));
  }
}
