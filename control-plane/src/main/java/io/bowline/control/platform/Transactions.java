package io.bowline.control.platform;

import io.bowline.model.id.OrgId;
import java.util.function.Consumer;
import java.util.function.Function;

/// The only way to the database. A transaction belongs to one organization, or is a named task of
/// the system; the setting that row-level security reads lasts exactly as long as the transaction,
/// so that a connection given back, also after an exception, sees no row.
///
/// Whoever begins one on a thread that is in one already takes part in that: the work is seen as of
/// its own organization or task, and commits with what is around it, which goes on as what it was.
///
/// A transaction that was chosen as a deadlock's victim is not repeated here: whoever began the
/// work repeats it.
public interface Transactions {
  /// Work for one organization: sees and writes its rows only.
  <T> T inOrg(OrgId org, Function<Tx, T> work);

  /// Work of the system itself: sees tables without an organization, and of the others what their
  /// migrations grant to this task.
  <T> T asSystem(SystemTask task, Function<Tx, T> work);

  /// One statement that reads, without a transaction around it: a third of the round trips. It sees
  /// what belongs to no organization, and what a function of the database shows it that names the
  /// task which may look.
  <T> T glance(Function<Glance, T> look);

  /// A part of an open transaction that belongs to another organization, as the founding of one
  /// does; afterwards the transaction is in its own again, or is the system's task that it was.
  /// When the work throws, the whole transaction has failed.
  <T> T within(Tx tx, OrgId org, Function<Tx, T> work);

  /// Like `inOrg`, for work without an answer.
  default void runInOrg(OrgId org, Consumer<Tx> work) {
    inOrg(
        org,
        tx -> {
          work.accept(tx);
          return tx;
        });
  }

  /// Like `asSystem`, for work without an answer.
  default void runAsSystem(SystemTask task, Consumer<Tx> work) {
    asSystem(
        task,
        tx -> {
          work.accept(tx);
          return tx;
        });
  }
}
