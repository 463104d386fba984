package io.bowline.control.platform.store;

import io.bowline.control.platform.StartupFailure;
import org.jdbi.v3.core.Jdbi;

/// Row-level security is the second wall between organizations, and holds only for a role that
/// cannot step over it.
final class Walls {
  private static final String CAN_STEP_OVER =
      """
      select rolsuper or rolbypassrls or exists (
        select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname = current_schema()
          and pg_has_role(r.oid, c.relowner, 'MEMBER'))
      from pg_roles r where rolname = current_user
      """;

  private Walls() {}

  static void check(Jdbi jdbi, DatabaseAddress address) {
    boolean over =
        jdbi.withHandle(handle -> handle.createQuery(CAN_STEP_OVER).mapTo(Boolean.class).one());
    if (over) {
      throw new StartupFailure(
          "The database role %s owns tables or can bypass row-level security. Work as a role that"
                  .formatted(address.app().user())
              + " does not: see bowline.database.app-user.");
    }
  }
}
