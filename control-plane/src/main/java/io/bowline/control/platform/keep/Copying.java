package io.bowline.control.platform.keep;

import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.store.DatabaseAddress;
import io.bowline.control.platform.store.DatabaseSnapshot;
import io.bowline.control.platform.store.StoredTable;
import io.bowline.control.telemetry.segment.SegmentCopy;
import io.bowline.registry.disk.LocalDisk;
import io.bowline.registry.disk.RegistryCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/// Copies a control plane that may be working meanwhile. The database comes first, at one moment;
/// what its rows name was pushed before they were written, and is therefore among the artifacts
/// that are read after it.
final class Copying {
  private final Places places;
  private final SealingKey key;
  private long rows;
  private long artifacts;
  private long segments;

  Copying(Places places, SealingKey key) {
    this.places = places;
    this.key = key;
  }

  /// Writes the file, whole or not at all, and says what is in it.
  String write(DatabaseAddress address, Path file, Instant now) {
    try (BackupWriter writer = new BackupWriter(file)) {
      database(address, writer, now);
      RegistryCopy.copy(
          new LocalDisk(),
          places.artifacts(),
          (name, size, content) -> {
            writer.add(Names.ARTIFACTS + name, size, content);
            artifacts++;
          });
      SegmentCopy.copy(
          places.telemetry(),
          (name, content) -> {
            writer.add(Names.TELEMETRY + name, content);
            segments++;
          });
      writer.finish();
    } catch (IOException e) {
      throw new StartupFailure(
          "The backup %s could not be written: %s".formatted(file, e.getMessage()), e);
    }
    return "Wrote %d rows, %d artifact files and %d files of logs and metrics to %s."
            .formatted(rows, artifacts, segments, file)
        + " The master key (%s) is not in there: keep it, too, and apart."
            .formatted(key.fingerprint());
  }

  private void database(DatabaseAddress address, BackupWriter writer, Instant now)
      throws IOException {
    try (DatabaseSnapshot snapshot = DatabaseSnapshot.open(address)) {
      if (!key.opens().test(snapshot.issuingKeys())) {
        throw new IOException(
            "the master key given (%s) is not the one of this database"
                .formatted(key.fingerprint()));
      }
      writer.add(
          Names.HEAD,
          new BackupHead(
                  BackupHead.FORM,
                  now.toString(),
                  snapshot.schema(),
                  key.fingerprint(),
                  snapshot.tables())
              .encode());
      for (StoredTable table : snapshot.tables()) {
        try (RowParts parts = new RowParts(writer, table.name())) {
          rows += snapshot.write(table, parts);
        }
      }
      writer.add(Names.SEQUENCES, BackupHead.json(snapshot.sequences()));
    }
  }
}
