package io.bowline.control.platform.keep;

import io.bowline.control.platform.store.DatabaseAddress;
import io.bowline.control.platform.store.EmptyDatabase;
import io.bowline.control.platform.store.StoredTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A backup on its way into an empty database and empty folders.
final class Restoration implements BackupReader.Target, Closeable {
  /// What a restoration fills, and under which key.
  ///
  /// @param database opened when the first rows come
  record Ground(Supplier<DatabaseAddress> database, SealingKey key, Places places) {}

  private final Ground ground;
  private final RestoredFiles artifacts;
  private final RestoredFiles telemetry;
  private @Nullable BackupHead head;
  private @Nullable EmptyDatabase database;
  private EmptyDatabase.@Nullable Rows table;
  private String tableName = "";
  private long rows;
  private long artifactFiles;
  private long segments;

  Restoration(Ground ground) {
    this.ground = ground;
    this.artifacts = new RestoredFiles(ground.places().artifacts());
    this.telemetry = new RestoredFiles(ground.places().telemetry());
  }

  @Override
  public void head(BackupHead found) throws IOException {
    if (!found.masterKey().equals(ground.key().fingerprint())) {
      throw new IOException(
          "its secrets are sealed under the master key %s, and the one given is %s; give the one of the control plane that was backed up"
              .formatted(found.masterKey(), ground.key().fingerprint()));
    }
    EmptyDatabase.checkSchema(found.schema());
    head = found;
  }

  @Override
  public void rows(String name, InputStream content) throws IOException {
    if (!name.equals(tableName) || table == null) {
      endTable();
      StoredTable described =
          opened().tables().stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IOException("its description has no table " + name));
      table = filling().fill(described);
      tableName = name;
    }
    content.transferTo(Objects.requireNonNull(table));
  }

  private void endTable() throws IOException {
    if (table != null) {
      rows += table.end();
      table = null;
    }
  }

  @Override
  public void sequences(byte[] json) throws IOException {
    endTable();
    filling().sequences(BackupHead.sequences(json));
  }

  @Override
  public void artifact(String name, InputStream content) throws IOException {
    artifacts.write(name, content);
    artifactFiles++;
  }

  @Override
  public void segment(String name, InputStream content) throws IOException {
    telemetry.write(name, content);
    segments++;
  }

  /// Keeps it all, once the backup was found whole.
  ///
  /// @return what was put back, for the person who asked
  String commit() throws IOException {
    endTable();
    if (!ground.key().opens().test(filling().issuingKeys())) {
      throw new IOException("its issuing CA does not open under the master key that was given");
    }
    artifacts.sync();
    telemetry.sync();
    filling().commit();
    return "Restored %d rows, %d artifact files and %d files of logs and metrics, as of %s."
        .formatted(rows, artifactFiles, segments, opened().takenAt());
  }

  private BackupHead opened() throws IOException {
    if (head == null) {
      throw new IOException("it has no head");
    }
    return head;
  }

  private EmptyDatabase filling() throws IOException {
    if (database == null) {
      database = EmptyDatabase.open(ground.database().get(), opened().schema());
    }
    return database;
  }

  @Override
  public void close() throws IOException {
    if (database != null) {
      database.close();
    }
  }
}
