package io.bowline.control.platform.store;

import io.bowline.control.platform.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// A server of a test's own, which it may cut, kill and see come back.
public final class OwnDatabase implements AutoCloseable {
  private final Path folder;
  private final DataFolder data;
  private final EmbeddedDatabase server;
  private final Database database;

  private OwnDatabase(Path folder, DataFolder data, EmbeddedDatabase server, Database database) {
    this.folder = folder;
    this.data = data;
    this.server = server;
    this.database = database;
  }

  public static OwnDatabase start(Path folder) {
    DataFolder data = DataFolder.claim(folder);
    EmbeddedDatabase server = EmbeddedDatabase.start(data, "bowline_app", new SecureRandom());
    server.keepUp();
    Database database = Database.open(server.address(), 5, Duration.ofMinutes(1));
    return new OwnDatabase(folder, data, server, database);
  }

  public Database database() {
    return database;
  }

  /// Cuts every connection of the process.
  ///
  /// @return how many there were
  public int cutEverybody() throws SQLException {
    Login app = database.address().app();
    try (Connection connection = Connections.open(database.address().url(), app);
        Statement statement = connection.createStatement();
        var cut =
            statement.executeQuery(
                """
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where usename = current_user and pid <> pg_backend_pid()
                """)) {
      cut.next();
      return cut.getInt(1);
    }
  }

  /// Kills the server, as a machine that is out of memory does.
  public void killServer() throws IOException {
    Path pid = folder.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
    long postmaster = Long.parseLong(Files.readAllLines(pid).getFirst().strip());
    ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
  }

  @Override
  public void close() {
    database.close();
    server.close();
    data.close();
  }
}
