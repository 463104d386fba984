package io.bowline.control.platform.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;

/// Single connections, outside the pool. The driver is asked by name and not through
/// `DriverManager`, which knows only what the first class loader to ask had.
final class Connections {
  private Connections() {}

  static Connection open(String url, Login login) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("ApplicationName", "bowline");
    return Objects.requireNonNull(
        new Driver().connect(url, properties), "not an address of PostgreSQL: " + url);
  }
}
