package io.bowline.control.platform.store;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;

/// The embedded PostgreSQL with the roles and the database that the product wants.
public final class EmbeddedDatabase implements AutoCloseable {
  private static final String PASSWORDS = "postgres.passwords";
  private static final String DATABASE = "bowline";
  private static final String OWNER = "bowline_owner";

  private final EmbeddedPostgres server;
  private final DatabaseAddress address;

  private EmbeddedDatabase(EmbeddedPostgres server, DatabaseAddress address) {
    this.server = server;
    this.address = address;
  }

  /// Starts it in the data folder.
  ///
  /// @param appUser the role that the process works as
  public static EmbeddedDatabase start(DataFolder data, String appUser, SecureRandom random) {
    try {
      Properties passwords = passwords(data, random);
      Login owner = new Login(OWNER, passwords.getProperty("owner"));
      Login app = new Login(appUser, passwords.getProperty("app"));
      String superuser = passwords.getProperty("superuser");
      EmbeddedPostgres server = EmbeddedPostgres.start(data.resolve("postgres"), superuser);
      try (Connection admin =
              Connections.open(
                  server.url("postgres"), new Login(EmbeddedPostgres.SUPERUSER, superuser));
          Statement statement = admin.createStatement()) {
        ensureRole(statement, owner);
        ensureRole(statement, app);
        ensureDatabase(statement, owner);
      } catch (SQLException e) {
        server.close();
        throw new StartupFailure(
            "The embedded PostgreSQL in %s refused to make roles: %s"
                .formatted(data.root(), e.getMessage()),
            e);
      }
      return new EmbeddedDatabase(server, new DatabaseAddress(server.url(DATABASE), owner, app));
    } catch (IOException e) {
      throw new StartupFailure(
          "The database passwords in %s cannot be read or written: %s"
              .formatted(data.resolve(PASSWORDS), e),
          e);
    }
  }

  /// The address of the database that another process has open in a data folder; empty when none
  /// has.
  public static Optional<DatabaseAddress> running(Path data, String appUser) {
    return EmbeddedPostgres.runningUrl(data.resolve("postgres"), DATABASE)
        .map(url -> {
          try {
            Properties passwords = read(data.resolve(PASSWORDS));
            return new DatabaseAddress(
                url,
                new Login(OWNER, passwords.getProperty("owner")),
                new Login(appUser, passwords.getProperty("app")));
          } catch (IOException e) {
            throw new StartupFailure(
                "The database passwords in %s cannot be read: %s".formatted(data, e), e);
          }
        });
  }

  public DatabaseAddress address() {
    return address;
  }

  /// From here on its owner closes it when the process is ended.
  public void settled() {
    server.settled();
  }

  /// From now on starts it again whenever it ends by itself.
  public void keepUp() {
    server.keepUp();
  }

  @Override
  public void close() {
    server.close();
  }

  private static Properties passwords(DataFolder data, SecureRandom random) throws IOException {
    Path file = data.resolve(PASSWORDS);
    if (!Files.exists(file)) {
      data.writePrivate(
          PASSWORDS,
          "superuser=%s%nowner=%s%napp=%s%n"
              .formatted(password(random), password(random), password(random)));
    }
    return read(file);
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(file)));
    return properties;
  }

  private static String password(SecureRandom random) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void ensureRole(Statement statement, Login login) throws SQLException {
    boolean there = exists(statement, "pg_roles where rolname", login.user());
    statement.execute(
        "%s role %s login nosuperuser nobypassrls nocreatedb nocreaterole password %s"
            .formatted(
                there ? "alter" : "create",
                statement.enquoteIdentifier(login.user(), true),
                statement.enquoteLiteral(login.password())));
  }

  private static void ensureDatabase(Statement statement, Login owner) throws SQLException {
    if (!exists(statement, "pg_database where datname", DATABASE)) {
      statement.execute("create database %s owner %s".formatted(DATABASE, owner.user()));
    }
  }

  private static boolean exists(Statement statement, String where, String name)
      throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "select 1 from %s = %s".formatted(where, statement.enquoteLiteral(name)))) {
      return row.next();
    }
  }
}
