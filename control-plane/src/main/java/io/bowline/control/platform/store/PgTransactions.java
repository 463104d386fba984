package io.bowline.control.platform.store;

import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Transactions on PostgreSQL: the scope is set with the transaction and ends with it.
record PgTransactions(Jdbi jdbi) implements Transactions {
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
    Handle handle = OpenTransaction.handle(tx);
    String before = scope(handle);
    enter(handle, org.toString(), "");
    T made = work.apply(tx);
    enter(handle, before, "");
    return made;
  }

  private <T> T scoped(String org, String task, Function<Tx, T> work) {
    return jdbi.inTransaction(
        handle -> work.apply(new OpenTransaction(handle, enter(handle, org, task))));
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

  private static String scope(Handle handle) {
    return handle.createQuery("select coalesce(bowline_org()::text, '')").mapTo(String.class).one();
  }
}
