package io.bowline.control.platform.store;

import io.bowline.control.platform.Glance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionException;

/// What a `Glance` really is: a connection without a transaction. It is asked by plain JDBC, since
/// a look is made for each request, and a handle and its statement would take as long again as the
/// driver.
public record OpenGlance(Connection connection) implements Glance {
  /// Reads a row.
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// The first row of a query; for stores.
  ///
  /// @param parameters those of the query's placeholders, in order: what the driver takes as it is
  public static <T> Optional<T> first(
      Glance glance, String query, Reader<T> reader, Object... parameters) {
    if (!(glance instanceof OpenGlance(Connection connection))) {
      throw new IllegalArgumentException("not a look at this database: " + glance);
    }
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(reader.read(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new ConnectionException(e);
    }
  }
}
