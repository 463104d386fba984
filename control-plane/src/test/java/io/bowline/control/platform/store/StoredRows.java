package io.bowline.control.platform.store;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.OrgId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// All rows of a database as text, by their table, as its owner sees them.
public final class StoredRows {
  private StoredRows() {}

  public static Map<String, String> of(DatabaseAddress address) throws SQLException {
    Map<String, String> all = new TreeMap<>();
    try (Connection owner = Connections.open(address.url(), address.owner());
        Statement statement = owner.createStatement()) {
      statement.execute("set bowline.task = 'keeping'");
      for (StoredTable table : Catalogue.tables(owner)) {
        try (var rows =
            statement.executeQuery(
                "select coalesce(string_agg(replace(t::text, chr(10), '\\n'), chr(10) order by"
                    + " t::text), '') from "
                    + table.name()
                    + " t")) {
          rows.next();
          all.put(table.name(), rows.getString(1));
        }
      }
    }
    return all;
  }

  /// The tables that have a column.
  public static List<String> withColumn(DatabaseAddress address, String column)
      throws SQLException {
    try (Connection owner = Connections.open(address.url(), address.owner())) {
      return Catalogue.tables(owner).stream()
          .filter(table -> table.columns().contains(column))
          .map(StoredTable::name)
          .toList();
    }
  }

  /// Runs statements as the owner, with every row in sight.
  public static void run(DatabaseAddress address, String sql) throws SQLException {
    try (Connection owner = Connections.open(address.url(), address.owner());
        Statement statement = owner.createStatement()) {
      statement.execute("set bowline.task = 'keeping'");
      statement.execute(sql);
    }
  }

  /// The sealed values of an organization's attempts to sign in, by their ids.
  public static Map<UUID, Sealed> sealed(Tx tx, OrgId org) {
    Map<UUID, Sealed> all = new TreeMap<>();
    OpenTransaction.handle(tx)
        .createQuery("select id, sealed from sso_attempt where org = :org")
        .bind("org", org.value())
        .map((row, _) ->
            all.put(row.getObject("id", UUID.class), new Sealed(row.getBytes("sealed"))))
        .list();
    return all;
  }

  /// Writes an outbox row as the process would.
  public static void note(Database database, OrgId org, String payload) {
    database
        .transactions()
        .runInOrg(
            org,
            tx ->
                OpenTransaction.handle(tx)
                    .execute(
                        "insert into outbox (org, topic, key, payload) values (?, 't', 'k', ?)",
                        org.value(),
                        payload));
  }
}
