package io.bowline.control.platform.store;

import io.bowline.control.platform.StartupFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// A database without a row, to be filled in one transaction: everything, or nothing. The schema is
/// first brought to where the rows come from, and on to this version when they stand, so that they
/// go through the same migrations as rows that were always there.
public final class EmptyDatabase implements AutoCloseable {
  private final DatabaseAddress address;
  private final Connection owner;
  private final Map<String, StoredTable> here = new HashMap<>();
  private @Nullable Rows open;

  private EmptyDatabase(DatabaseAddress address, Connection owner) {
    this.address = address;
    this.owner = owner;
  }

  /// Refuses rows that this version cannot take.
  ///
  /// @throws StartupFailure when it does not know their schema
  public static void checkSchema(String schema) {
    Migrations.known(schema);
  }

  /// Opens it for rows of an earlier or this version.
  ///
  /// @param schema the newest migration that the rows went through
  /// @throws StartupFailure when this version does not know the schema, or rows are there
  public static EmptyDatabase open(DatabaseAddress address, String schema) {
    Migrations.to(address, schema);
    try {
      EmptyDatabase database =
          new EmptyDatabase(address, Connections.open(address.url(), address.owner()));
      database.begin();
      return database;
    } catch (SQLException e) {
      throw new StartupFailure(
          "The database %s cannot be written as %s: %s"
              .formatted(address.url(), address.owner().user(), e.getMessage()),
          e);
    }
  }

  private void begin() throws SQLException {
    owner.setAutoCommit(false);
    try (Statement statement = owner.createStatement()) {
      statement.execute("set local bowline.task = 'keeping'");
      statement.execute("set local idle_in_transaction_session_timeout = 0");
      for (StoredTable table : Catalogue.tables(owner)) {
        here.put(table.name(), table);
        refuseRows(statement, table.name());
        // COPY does not put rows through walls, so they are down for the owner until the commit
        statement.execute("alter table %s no force row level security".formatted(table.name()));
      }
    }
  }

  private void refuseRows(Statement statement, String table) throws SQLException {
    try (ResultSet any = statement.executeQuery("select 1 from " + table + " limit 1")) {
      if (any.next()) {
        throw new StartupFailure(
            "The database %s is not empty (table %s). Restore into a new one."
                .formatted(address.url(), table));
      }
    }
  }

  /// Takes the rows of a table as COPY wrote them; the stream's end ends the table.
  ///
  /// @throws IOException when this version has no such table or columns
  public Rows fill(StoredTable table) throws IOException {
    StoredTable known = here.get(table.name());
    if (known == null || !known.columns().containsAll(table.columns())) {
      throw new IOException("its table '%s' is not one of its schema".formatted(table.name()));
    }
    try {
      Rows rows =
          new Rows(
              table.name(),
              owner
                  .unwrap(PGConnection.class)
                  .getCopyAPI()
                  .copyIn("copy %s (%s) from stdin".formatted(table.name(), table.list())));
      open = rows;
      return rows;
    } catch (SQLException e) {
      throw new IOException("the table %s: %s".formatted(table.name(), e.getMessage()), e);
    }
  }

  /// Sets the sequences.
  public void sequences(Map<String, Long> values) throws IOException {
    try (Statement statement = owner.createStatement()) {
      Map<String, Long> known = Catalogue.sequences(owner);
      for (Map.Entry<String, Long> sequence : values.entrySet()) {
        if (!known.containsKey(sequence.getKey())) {
          throw new IOException("its sequence '%s' is unknown".formatted(sequence.getKey()));
        }
        if (sequence.getValue() > 0) {
          statement.execute(
              "select setval('%s', %d)".formatted(sequence.getKey(), sequence.getValue()));
        }
      }
    } catch (SQLException e) {
      throw new IOException("the sequences: " + e.getMessage(), e);
    }
  }

  /// The sealed keys of the issuing CAs that were put in, by their certificates.
  public Map<String, byte[]> issuingKeys() throws IOException {
    try {
      return Catalogue.issuingKeys(owner);
    } catch (SQLException e) {
      throw new IOException("the issuing CAs: " + e.getMessage(), e);
    }
  }

  /// Raises the walls again, keeps everything and brings the schema to this version.
  public void commit() throws IOException {
    try (Statement statement = owner.createStatement()) {
      for (String table : here.keySet()) {
        if (hasWalls(statement, table)) {
          statement.execute("alter table %s force row level security".formatted(table));
        }
      }
      owner.commit();
    } catch (SQLException e) {
      throw new IOException("the database refused it: " + e.getMessage(), e);
    }
    Migrations.run(address);
  }

  private static boolean hasWalls(Statement statement, String table) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "select relrowsecurity from pg_class where oid = '%s'::regclass".formatted(table))) {
      return found.next() && found.getBoolean(1);
    }
  }

  /// Takes back what was not committed.
  @Override
  public void close() throws IOException {
    try (owner) {
      if (open != null && open.copy.isActive()) {
        open.copy.cancelCopy();
      }
      owner.rollback();
    } catch (SQLException e) {
      throw new IOException("the connection to the database did not end well", e);
    }
  }

  /// The rows of one table on their way in.
  public static final class Rows extends OutputStream {
    private final String table;
    private final CopyIn copy;

    private Rows(String table, CopyIn copy) {
      this.table = table;
      this.copy = copy;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        copy.writeToCopy(bytes, offset, length);
      } catch (SQLException e) {
        throw new IOException("the table %s: %s".formatted(table, e.getMessage()), e);
      }
    }

    /// Ends the table and says how many rows it has.
    public long end() throws IOException {
      try {
        return copy.endCopy();
      } catch (SQLException e) {
        throw new IOException("the table %s: %s".formatted(table, e.getMessage()), e);
      }
    }
  }
}
