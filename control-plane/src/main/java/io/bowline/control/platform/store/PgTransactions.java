package io.bowline.control.platform.store;

import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/// Transactions on PostgreSQL: the scope is set with the transaction and ends with it.
record PgTransactions(Jdbi jdbi) implements Transactions {
  private static final String SCOPE =
      "select set_config('bowline.org', :org, true) || set_config('bowline.task', :task, true)";

  @Override
  public <T> T inOrg(OrgId org, Function<Tx, T> work) {
    return scoped(org.toString(), "", work);
  }

  @Override
  public <T> T asSystem(SystemTask task, Function<Tx, T> work) {
    return scoped("", task.name(), work);
  }

  private <T> T scoped(String org, String task, Function<Tx, T> work) {
    return jdbi.inTransaction(handle -> {
      handle.createQuery(SCOPE).bind("org", org).bind("task", task).mapTo(String.class).one();
      return work.apply(new OpenTransaction(handle));
    });
  }
}
