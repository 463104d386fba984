package io.bowline.control.platform.store;

import io.bowline.control.platform.StartupFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// Puts a backup into an empty database, in one transaction: everything, or nothing.
public final class Restore {
  /// What was put back.
  public record Restored(String takenAt, int tables, long rows) {}

  private Restore() {}

  /// Migrates the database to this version and fills it.
  ///
  /// @throws StartupFailure when the file is no whole backup, or newer than this version, or when
  ///   the database is not empty
  public static Restored read(DatabaseAddress address, Path file) {
    Migrations.run(address);
    try (ZipFile zip = new ZipFile(file.toFile());
        Connection owner = Connections.open(address.url(), address.owner())) {
      BackupFile content = manifest(zip);
      owner.setAutoCommit(false);
      try (Statement statement = owner.createStatement()) {
        statement.execute("set local bowline.task = 'keeping'");
        fill(owner, statement, zip, content);
      }
      owner.commit();
      long rows = content.tables().stream().mapToLong(BackupFile.Table::rows).sum();
      return new Restored(content.takenAt(), content.tables().size(), rows);
    } catch (SQLException | IOException | IllegalArgumentException e) {
      throw new StartupFailure(
          "The backup %s could not be restored, and nothing was changed: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static BackupFile manifest(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(BackupFile.MANIFEST);
    if (entry == null) {
      throw new IllegalArgumentException("it is no backup, or was cut short");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      BackupFile content = BackupFile.decode(in.readAllBytes());
      if (content.version() != BackupFile.VERSION) {
        throw new IllegalArgumentException(
            "it has the form %d, which this version does not read".formatted(content.version()));
      }
      return content;
    }
  }

  private static void fill(Connection owner, Statement statement, ZipFile zip, BackupFile content)
      throws SQLException, IOException {
    Map<String, List<String>> here = Catalogue.tables(owner);
    CopyManager copies = owner.unwrap(PGConnection.class).getCopyAPI();
    for (BackupFile.Table table : content.tables()) {
      List<String> columns = here.get(table.name());
      if (columns == null || !columns.containsAll(table.columns())) {
        throw new IllegalArgumentException(
            "its table %s is not one of this version; restore with the version that made it"
                .formatted(table.name()));
      }
      refuseRows(statement, table.name());
      // COPY does not put rows through walls, so they are down for the owner until the commit
      statement.execute("alter table %s no force row level security".formatted(table.name()));
      put(copies, zip, table);
    }
    for (String table : here.keySet()) {
      if (hasWalls(statement, table)) {
        statement.execute("alter table %s force row level security".formatted(table));
      }
    }
    for (Map.Entry<String, Long> sequence : content.sequences().entrySet()) {
      if (sequence.getValue() > 0) {
        statement.execute(
            "select setval('%s', %d)".formatted(sequence.getKey(), sequence.getValue()));
      }
    }
  }

  private static void put(CopyManager copies, ZipFile zip, BackupFile.Table table)
      throws SQLException, IOException {
    ZipEntry entry = zip.getEntry(table.entry());
    if (entry == null) {
      throw new IllegalArgumentException("it lacks the table " + table.name());
    }
    try (InputStream rows = zip.getInputStream(entry)) {
      long put =
          copies.copyIn(
              "copy %s (%s) from stdin".formatted(table.name(), String.join(",", table.columns())),
              rows);
      if (put != table.rows()) {
        throw new IllegalArgumentException(
            "the table %s has %d rows, not %d".formatted(table.name(), put, table.rows()));
      }
    }
  }

  private static void refuseRows(Statement statement, String table) throws SQLException {
    try (ResultSet any = statement.executeQuery("select 1 from " + table + " limit 1")) {
      if (any.next()) {
        throw new IllegalArgumentException(
            "the database is not empty (table %s); restore into a new one".formatted(table));
      }
    }
  }

  private static boolean hasWalls(Statement statement, String table) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "select relrowsecurity from pg_class where oid = '%s'::regclass".formatted(table))) {
      return found.next() && found.getBoolean(1);
    }
  }
}
