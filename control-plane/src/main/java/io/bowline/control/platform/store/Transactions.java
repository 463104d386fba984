package io.bowline.control.platform.store;

import io.bowline.model.id.OrgId;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The only way to the database. A transaction belongs to one organization, or is a named task of
/// the system; the setting that row-level security reads lasts exactly as long as the transaction,
/// so that a connection given back, also after an exception, sees no row.
public final class Transactions {
  private static final String SCOPE =
      "select set_config('bowline.org', :org, true), set_config('bowline.task', :task, true)";

  private final Jdbi jdbi;

  Transactions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Work for one organization: sees and writes its rows only.
  public <T> T inOrg(OrgId org, Function<Handle, T> work) {
    return scoped(org.toString(), "", work);
  }

  /// Like `inOrg`, for work without an answer.
  public void runInOrg(OrgId org, Consumer<Handle> work) {
    inOrg(
        org,
        handle -> {
          work.accept(handle);
          return handle;
        });
  }

  /// Work of the system itself: sees tables without an organization, and of the others what their
  /// migrations grant to this task.
  public <T> T asSystem(SystemTask task, Function<Handle, T> work) {
    return scoped("", task.name(), work);
  }

  /// Like `asSystem`, for work without an answer.
  public void runAsSystem(SystemTask task, Consumer<Handle> work) {
    asSystem(
        task,
        handle -> {
          work.accept(handle);
          return handle;
        });
  }

  private <T> T scoped(String org, String task, Function<Handle, T> work) {
    return jdbi.inTransaction(handle -> {
      handle.createQuery(SCOPE).bind("org", org).bind("task", task).mapTo(String.class).one();
      return work.apply(handle);
    });
  }
}
