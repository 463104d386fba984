package io.bowline.control.platform.store;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.postgres.EmbeddedPostgres;
import io.bowline.model.id.OrgId;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// One embedded PostgreSQL for all tests of a JVM; organizations keep tests apart.
public final class TestDatabase {
  private static final AtomicInteger APART = new AtomicInteger();
  private static final TestDatabase SHARED = new TestDatabase();

  private final Path files;
  private final EmbeddedDatabase embedded;
  private final Database database;
  private final Login superuser;

  private TestDatabase() {
    try {
      Path folder = Files.createTempDirectory("bowline-test-database");
      files = folder.resolve("postgres");
      DataFolder data = DataFolder.claim(folder);
      embedded = EmbeddedDatabase.start(data, "bowline_app", new SecureRandom());
      database = Database.open(embedded.address(), 10, Duration.ofMinutes(1));
      superuser = superuser(data);
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

  /// Where its files are, with its log of what is written.
  public static Path files() {
    return SHARED.files;
  }

  /// An empty database of one's own beside the shared one, for tests that count all there is; the
  /// caller closes it.
  public static Database apart() {
    return Database.open(apartAddress(), 5, Duration.ofMinutes(1));
  }

  /// As `apart`, without a schema.
  public static DatabaseAddress apartAddress() {
    String name = "apart_" + APART.incrementAndGet();
    DatabaseAddress shared = SHARED.embedded.address();
    try (Connection connection = Connections.open(shared.url(), SHARED.superuser);
        Statement statement = connection.createStatement()) {
      statement.execute("create database %s owner %s".formatted(name, shared.owner().user()));
      // nobody pulls this machine's plug, and a test that commits often need not wait for the disk
      statement.execute("alter database %s set synchronous_commit = off".formatted(name));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    String url = shared.url().replaceFirst("/bowline(?=$|[?])", "/" + name);
    return new DatabaseAddress(url, shared.owner(), shared.app());
  }

  /// Transactions on it.
  public static Transactions transactions() {
    return SHARED.database.transactions();
  }

  /// A connection as the owner of the tables.
  static Connection owner() throws SQLException {
    Login owner = shared().address().owner();
    return Connections.open(shared().address().url(), owner);
  }

  /// What a whole process needs to run on it.
  public static Map<String, String> configuration(String dataFolder) {
    DatabaseAddress address = shared().address();
    return Map.of(
        "bowline.data", dataFolder,
        "bowline.database.url", address.url(),
        "bowline.database.owner-user", address.owner().user(),
        "bowline.database.owner-password", address.owner().password(),
        "bowline.database.app-user", address.app().user(),
        "bowline.database.app-password", address.app().password(),
        "bowline.secret.master-key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "bowline.http.port", "0",
        "bowline.management.port", "0");
  }

  /// Cuts every connection that listens, as a restart of the database would.
  public static void cutListeners() throws SQLException {
    Login app = shared().address().app();
    try (Connection connection = Connections.open(shared().address().url(), app);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %'");
    }
  }

  /// Alters what the process itself cannot: as the owner, keeping.
  public static void asKeeper(String sql) {
    try (Connection owner = owner();
        Statement statement = owner.createStatement()) {
      statement.execute("set bowline.task = 'keeping'");
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs any statement as the process would.
  public static void execute(OrgId org, String sql) {
    transactions().runInOrg(org, tx -> OpenTransaction.handle(tx).execute(sql));
  }

  /// All rows of a table as text, of all organizations.
  public static String dump(String table) {
    try (Connection owner = owner();
        Statement statement = owner.createStatement()) {
      statement.execute("set bowline.task = 'keeping'");
      try (var rows =
          statement.executeQuery(
              "select coalesce(string_agg(t::text, chr(10)), '') from " + table + " t")) {
        rows.next();
        return rows.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The names of all tables.
  public static List<String> tables() {
    try (Connection owner = owner()) {
      return Catalogue.tables(owner).stream().map(StoredTable::name).toList();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits until the database's clock is past a time.
  public static void awaitDatabaseClock(Instant time) {
    transactions()
        .runAsSystem(
            new SystemTask("test"),
            tx ->
                OpenTransaction.handle(tx)
                    .createQuery(
                        "select pg_sleep(greatest(0, extract(epoch from"
                            + " (cast(:time as timestamptz) - clock_timestamp())) + 0.01)) is null")
                    .bind("time", time.toString())
                    .mapTo(Boolean.class)
                    .one());
  }

  private static Login superuser(DataFolder data) throws IOException {
    Properties passwords = new Properties();
    passwords.load(new StringReader(Files.readString(data.resolve("postgres.passwords"))));
    return new Login(EmbeddedPostgres.SUPERUSER, passwords.getProperty("superuser"));
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
