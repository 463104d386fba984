package io.bowline.control.platform.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the database says of its own tables.
final class Catalogue {
  private static final String HISTORY = "flyway_schema_history";
  private static final String TABLES =
      """
      select c.relname, array_to_string(array(
        select quote_ident(a.attname) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attgenerated = '' order by a.attnum), ',')
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'flyway_schema_history'
      order by 1
      """;
  private static final String REFERENCES =
      """
      select f.relname, t.relname from pg_constraint k
      join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
      join pg_namespace n on n.oid = f.relnamespace
      where k.contype = 'f' and n.nspname = 'public' and f.oid <> t.oid
      """;

  private Catalogue() {}

  /// Tables with their columns, those that others refer to first.
  static List<StoredTable> tables(Connection owner) throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (List<String> row : rows(owner, TABLES)) {
      columns.put(row.getFirst(), List.of(row.getLast().split(",", -1)));
    }
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    for (List<String> row : rows(owner, REFERENCES)) {
      needs.computeIfAbsent(row.getFirst(), table -> new HashSet<>()).add(row.getLast());
    }
    Map<String, List<String>> ordered = new LinkedHashMap<>();
    while (ordered.size() < columns.size()) {
      List<String> free =
          columns.keySet().stream()
              .filter(table -> !ordered.containsKey(table))
              .filter(table -> ordered.keySet().containsAll(needs.getOrDefault(table, Set.of())))
              .toList();
      if (free.isEmpty()) {
        throw new IllegalStateException("tables refer to each other in a circle: " + needs);
      }
      free.forEach(table -> ordered.put(table, columns.get(table)));
    }
    return ordered.entrySet().stream()
        .map(table -> new StoredTable(table.getKey(), table.getValue()))
        .toList();
  }

  static Map<String, Long> sequences(Connection owner) throws SQLException {
    Map<String, Long> values = new LinkedHashMap<>();
    for (List<String> row :
        rows(
            owner,
            "select quote_ident(sequencename), coalesce(last_value, 0)::text from pg_sequences"
                + " where schemaname = 'public' order by 1")) {
      values.put(row.getFirst(), Long.parseLong(row.getLast()));
    }
    return values;
  }

  /// The sealed keys of the issuing CAs by their certificates, which tell the master key.
  static Map<String, byte[]> issuingKeys(Connection owner) throws SQLException {
    Map<String, byte[]> keys = new LinkedHashMap<>();
    try (Statement statement = owner.createStatement();
        ResultSet found =
            statement.executeQuery("select certificate, sealed_key from issuing_ca order by id")) {
      while (found.next()) {
        keys.put(found.getString(1), found.getBytes(2));
      }
    }
    return keys;
  }

  /// The newest migration.
  static String schema(Connection owner) throws SQLException {
    return rows(
            owner,
            "select version, version from "
                + HISTORY
                + " where success and version is not null"
                + " order by string_to_array(version, '.')::int[] desc limit 1")
        .getFirst()
        .getFirst();
  }

  private static List<List<String>> rows(Connection owner, String sql) throws SQLException {
    List<List<String>> all = new ArrayList<>();
    try (Statement statement = owner.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        all.add(List.of(found.getString(1), found.getString(2)));
      }
    }
    return all;
  }
}
