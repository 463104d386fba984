package io.bowline.control.platform.keep;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.DatabaseSettings;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.store.Backup;
import io.bowline.control.platform.store.DatabaseAddress;
import io.bowline.control.platform.store.EmbeddedDatabase;
import io.bowline.control.platform.store.Login;
import io.bowline.control.platform.store.Restore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/// Backs up and restores the configured database: one of one's own by its address, the embedded one
/// through the process that has it open, or by opening it for the while.
public final class Keeping {
  private final DatabaseSettings settings;
  private final Path data;

  /// Works on the database of these settings.
  ///
  /// @param data the data folder, for the embedded one
  public Keeping(DatabaseSettings settings, Path data) {
    this.settings = settings;
    this.data = data;
  }

  /// Writes the database to a file, also while the control plane works.
  ///
  /// @return what was done, for the person who asked
  public String backUp(Path file) {
    Optional<DatabaseAddress> open =
        external().or(() -> EmbeddedDatabase.running(data, settings.appUser()));
    Backup.Written written =
        open.map(address -> write(address, file))
            .orElseGet(() -> whileOpen(address -> write(address, file)));
    return "Wrote %d rows of %d tables to %s. Keep the master key, too: it is not in there."
        .formatted(written.rows(), written.tables(), written.file());
  }

  /// Fills an empty database from a file; the control plane must not be running.
  ///
  /// @return what was done, for the person who asked
  public String putBack(Path file) {
    Restore.Restored restored =
        external()
            .map(address -> Restore.read(address, file))
            .orElseGet(() -> whileOpen(address -> Restore.read(address, file)));
    return "Restored %d rows of %d tables, as of %s. Start with the master key of that time."
        .formatted(restored.rows(), restored.tables(), restored.takenAt());
  }

  private static Backup.Written write(DatabaseAddress address, Path file) {
    return Backup.write(address, file, Clock.systemUTC().instant());
  }

  private <T> T whileOpen(Function<DatabaseAddress, T> work) {
    try (DataFolder folder = DataFolder.claim(data);
        EmbeddedDatabase database =
            EmbeddedDatabase.start(folder, settings.appUser(), new SecureRandom())) {
      return work.apply(database.address());
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
