package io.bowline.bench.api.store;

import io.bowline.control.platform.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The least that can be asked of PostgreSQL, on a connection of its own.
public final class RoundTrip implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement select;

  public RoundTrip(Database database) {
    try {
      this.connection = database.listening();
      this.select = connection.prepareStatement("select 1");
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL takes no connection", e);
    }
  }

  /// Goes there and back.
  public void go() {
    try (ResultSet row = select.executeQuery()) {
      row.next();
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not answer", e);
    }
  }

  @Override
  public void close() {
    try (connection) {
      select.close();
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not let go", e);
    }
  }
}
