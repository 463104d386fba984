package io.bowline.control.platform.store;

import io.bowline.control.platform.StartupFailure;
import io.bowline.model.id.OrgId;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.postgresql.PGConnection;

/// All rows of the database as they were at one moment, while the process goes on working.
public final class DatabaseSnapshot implements AutoCloseable {
  private final Connection owner;
  private final String schema;
  private final List<StoredTable> tables;

  private DatabaseSnapshot(Connection owner, String schema, List<StoredTable> tables) {
    this.owner = owner;
    this.schema = schema;
    this.tables = tables;
  }

  /// Takes the moment.
  public static DatabaseSnapshot open(DatabaseAddress address) {
    try {
      Connection owner = Connections.open(address.url(), address.owner());
      owner.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      owner.setReadOnly(true);
      owner.setAutoCommit(false);
      try (Statement statement = owner.createStatement()) {
        statement.execute("set local bowline.task = 'keeping'");
        // what comes after the rows, the artifacts, may take longer than an idle transaction lives
        statement.execute("set local idle_in_transaction_session_timeout = 0");
      }
      return new DatabaseSnapshot(owner, Catalogue.schema(owner), Catalogue.tables(owner));
    } catch (SQLException e) {
      throw failure(address, e);
    }
  }

  private static StartupFailure failure(DatabaseAddress address, SQLException e) {
    return new StartupFailure(
        "The database %s cannot be read as %s: %s"
            .formatted(address.url(), address.owner().user(), e.getMessage()),
        e);
  }

  /// The newest migration that it has.
  public String schema() {
    return schema;
  }

  /// All tables, those that others refer to first.
  public List<StoredTable> tables() {
    return tables;
  }

  /// The sealed keys of the issuing CAs by their certificates.
  public Map<String, byte[]> issuingKeys() throws IOException {
    try {
      return Catalogue.issuingKeys(owner);
    } catch (SQLException e) {
      throw new IOException("the issuing CAs: " + e.getMessage(), e);
    }
  }

  /// Every organization.
  public List<OrgId> organizations() throws IOException {
    var found = new ArrayList<OrgId>();
    try (Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery("select org from organization order by org")) {
      while (rows.next()) {
        found.add(new OrgId(rows.getObject("org", UUID.class)));
      }
      return found;
    } catch (SQLException e) {
      throw new IOException("the organizations: " + e.getMessage(), e);
    }
  }

  /// Writes a table's rows as COPY has them, and says how many.
  public long write(StoredTable table, OutputStream out) throws IOException {
    try {
      return owner
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("copy (select %s from %s) to stdout".formatted(table.list(), table.name()), out);
    } catch (SQLException e) {
      throw new IOException("the table %s: %s".formatted(table.name(), e.getMessage()), e);
    }
  }

  /// Where the sequences stand; never behind the rows, once those are written.
  public Map<String, Long> sequences() throws IOException {
    try {
      return Catalogue.sequences(owner);
    } catch (SQLException e) {
      throw new IOException("the sequences: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    try (owner) {
      owner.rollback();
    } catch (SQLException e) {
      throw new IOException("the connection to the database did not end well", e);
    }
  }
}
