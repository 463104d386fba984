package io.bowline.control.platform.store;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.Transactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// One embedded PostgreSQL for all tests of a JVM; organizations keep tests apart.
public final class TestDatabase {
  private static final TestDatabase SHARED = new TestDatabase();

  private final Database database;

  private TestDatabase() {
    try {
      Path folder = Files.createTempDirectory("bowline-test-database");
      DataFolder data = DataFolder.claim(folder);
      EmbeddedDatabase embedded = EmbeddedDatabase.start(data, "bowline_app", new SecureRandom());
      database = Database.open(embedded.address(), 10, Duration.ofSeconds(10));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                database.close();
                embedded.close();
                data.close();
                remove(folder);
              }));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The shared database, started at first use.
  public static Database shared() {
    return SHARED.database;
  }

  /// Transactions on it.
  public static Transactions transactions() {
    return SHARED.database.transactions();
  }

  /// A connection as the owner of the tables.
  static Connection owner() throws SQLException {
    Login owner = shared().address().owner();
    return DriverManager.getConnection(shared().address().url(), owner.user(), owner.password());
  }

  /// Cuts every connection that listens, as a restart of the database would.
  public static void cutListeners() throws SQLException {
    Login app = shared().address().app();
    try (Connection connection =
            DriverManager.getConnection(shared().address().url(), app.user(), app.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %'");
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
