package io.bowline.control.platform.store;

import io.bowline.control.platform.Glance;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// Transactions on PostgreSQL: the scope is set with the transaction and ends with it.
record PgTransactions(Jdbi jdbi, DataSource pool) implements Transactions {
  // more than a pool has
  private static final int MOST_STALE = 100;
  private static final String SCOPE =
      """
      select now() from (select
        set_config('bowline.org', :org, true) || set_config('bowline.task', :task, true) as scope)
        as entered where scope is not null
      """;

  @Override
  public <T> T inOrg(OrgId org, Function<Tx, T> work) {
    return scoped(org.toString(), "", work);
  }

  @Override
  public <T> T asSystem(SystemTask task, Function<Tx, T> work) {
    return scoped("", task.name(), work);
  }

  @Override
  public <T> T within(Tx tx, OrgId org, Function<Tx, T> work) {
    return inside(OpenTransaction.handle(tx), org.toString(), "", work);
  }

  /// A connection that the database has cut while it lay in the pool is found out by the first
  /// statement, before any work: then the next one is taken. What is cut at work is not repeated.
  private <T> T scoped(String org, String task, Function<Tx, T> work) {
    return overFresh(begun ->
        jdbi.withHandle(handle -> {
          if (handle.isInTransaction()) {
            begun.set(true);
            return inside(handle, org, task, work);
          }
          return handle.inTransaction(fresh -> {
            Instant now = enter(fresh, org, task);
            begun.set(true);
            return whole(new OpenTransaction(fresh, now), fresh, org, work);
          });
        }));
  }

  /// The work, and then what is to be written at last.
  ///
  /// @param org in whose scope the transaction is; empty for the system's
  private static <T> T whole(OpenTransaction tx, Handle handle, String org, Function<Tx, T> work) {
    T made = work.apply(tx);
    String scope = org;
    for (OpenTransaction.Last last : tx.lasts()) {
      if (!last.org().toString().equals(scope)) {
        scope = last.org().toString();
        enter(handle, scope, "");
      }
      last.work().accept(tx);
    }
    return made;
  }

  /// Whoever begins a transaction on a thread that is in one gets the same, and the one around it
  /// goes on as what it was.
  private static <T> T inside(Handle handle, String org, String task, Function<Tx, T> work) {
    Scope before = scope(handle);
    Instant now = enter(handle, org, task);
    try {
      T made = whole(new OpenTransaction(handle, now), handle, org, work);
      enter(handle, before.org(), before.task());
      return made;
    } catch (RuntimeException e) {
      leave(handle, before);
      throw e;
    }
  }

  /// Whoever goes on after something failed, does so as what they were; where a statement failed,
  /// nobody can.
  private static void leave(Handle handle, Scope before) {
    try {
      enter(handle, before.org(), before.task());
    } catch (JdbiException _) {
      // the whole transaction has
    }
  }

  @Override
  public <T> T glance(Function<Glance, T> look) {
    return overFresh(_ -> {
      try (Connection connection = pool.getConnection()) {
        return look.apply(new OpenGlance(connection));
      } catch (SQLException e) {
        throw new ConnectionException(e);
      }
    });
  }

  private static <T> T overFresh(Function<AtomicBoolean, T> work) {
    var begun = new AtomicBoolean();
    int stale = 0;
    while (true) {
      try {
        return work.apply(begun);
      } catch (JdbiException e) {
        stale++;
        if (begun.get() || stale > MOST_STALE || !cut(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean cut(JdbiException e) {
    return e.getCause() instanceof SQLException cause
        && cause.getSQLState() != null
        && (cause.getSQLState().startsWith("08") || cause.getSQLState().equals("57P01"));
  }

  private static Instant enter(Handle handle, String org, String task) {
    return handle
        .createQuery(SCOPE)
        .bind("org", org)
        .bind("task", task)
        .mapTo(OffsetDateTime.class)
        .one()
        .toInstant();
  }

  private record Scope(String org, String task) {}

  private static Scope scope(Handle handle) {
    return handle
        .createQuery("select coalesce(bowline_org()::text, '') as org, bowline_task() as task")
        .map((row, _) -> new Scope(row.getString("org"), row.getString("task")))
        .one();
  }
}
