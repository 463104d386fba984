package io.bowline.control.platform.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// A schema as text, one line for each thing in it.
final class SchemaText {
  private static final String ALL =
      """
      select line from (
      select format('column %s.%s %s%s%s', c.relname, a.attname,
          format_type(a.atttypid, a.atttypmod),
          case when a.attnotnull then ' not null' else '' end,
          coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and a.attnum > 0 and not a.attisdropped and c.relname <> 'flyway_schema_history'
      union all
      select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
        from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
          and conrelid <> 'flyway_schema_history'::regclass
      union all
      select format('policy %s "%s" %s to %s using %s check %s', tablename, policyname, cmd,
          array_to_string(roles, ','), qual, with_check)
        from pg_policies where schemaname = 'public'
      union all
      select 'index ' || indexdef from pg_indexes
        where schemaname = 'public' and tablename <> 'flyway_schema_history'
      union all
      select format('sequence %s', sequencename) from pg_sequences where schemaname = 'public'
      union all
      select format('routine %s(%s) %s', proname, pg_get_function_identity_arguments(oid),
          md5(prosrc))
        from pg_proc where pronamespace = 'public'::regnamespace
      ) everything order by line collate "C"
      """;

  private SchemaText() {}

  static String of(Connection connection) throws SQLException {
    StringBuilder text = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet lines = statement.executeQuery(ALL)) {
      while (lines.next()) {
        text.append(lines.getString(1).replaceAll("\\s+", " ")).append('\n');
      }
    }
    return text.toString();
  }
}
