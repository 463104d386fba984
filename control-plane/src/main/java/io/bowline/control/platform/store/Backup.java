package io.bowline.control.platform.store;

import io.bowline.control.platform.StartupFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// Writes all rows of the database to one file, while the process may go on working: everything is
/// read in one snapshot. The master key is not in it, and without that key what is sealed in it
/// stays sealed.
public final class Backup {
  /// What was written.
  public record Written(Path file, int tables, long rows) {}

  private Backup() {}

  /// Writes the file, whole or not at all.
  public static Written write(DatabaseAddress address, Path file, Instant now) {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    try (Connection owner = Connections.open(address.url(), address.owner())) {
      BackupFile content = copy(owner, draft, now);
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      long rows = content.tables().stream().mapToLong(BackupFile.Table::rows).sum();
      return new Written(file, content.tables().size(), rows);
    } catch (SQLException | IOException e) {
      throw new StartupFailure(
          "The backup %s could not be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static BackupFile copy(Connection owner, Path draft, Instant now)
      throws SQLException, IOException {
    owner.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    owner.setReadOnly(true);
    owner.setAutoCommit(false);
    try (Statement statement = owner.createStatement()) {
      statement.execute("set local bowline.task = 'keeping'");
    }
    CopyManager copies = owner.unwrap(PGConnection.class).getCopyAPI();
    List<BackupFile.Table> tables = new ArrayList<>();
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
      for (Map.Entry<String, List<String>> table : Catalogue.tables(owner).entrySet()) {
        BackupFile.Table named = new BackupFile.Table(table.getKey(), table.getValue(), 0);
        zip.putNextEntry(new ZipEntry(named.entry()));
        long rows =
            copies.copyOut(
                "copy (select %s from %s) to stdout"
                    .formatted(String.join(",", table.getValue()), table.getKey()),
                zip);
        zip.closeEntry();
        tables.add(new BackupFile.Table(table.getKey(), table.getValue(), rows));
      }
      BackupFile content =
          new BackupFile(
              BackupFile.VERSION,
              Catalogue.schema(owner),
              now.toString(),
              tables,
              Catalogue.sequences(owner));
      zip.putNextEntry(new ZipEntry(BackupFile.MANIFEST));
      zip.write(content.encode());
      zip.closeEntry();
      return content;
    } finally {
      owner.rollback();
    }
  }
}
