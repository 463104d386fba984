package io.bowline.control.edge.grpc;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Glance;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Transactions that write and commit, but for one: around its commit the process dies, or the
/// connection does. They count themselves, so that whoever adds one has it tried as well.
final class FaultyTransactions implements Transactions {
  /// What happens at the chosen commit.
  enum Fault {
    NONE,
    /// The process is killed just before it; nothing of the transaction remains.
    KILLED_BEFORE,
    /// The process is killed just after it, before anybody could be told.
    KILLED_AFTER,
    /// The database goes away just before it; the process lives and hears of it.
    CUT_BEFORE,
    /// The database commits and goes away; the process lives and cannot know.
    CUT_AFTER
  }

  /// Nothing catches it, as nothing catches a kill.
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /// What a driver throws when the server is gone.
  static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1;

    Cut() {
      super("FATAL: terminating connection due to administrator command");
    }
  }

  private final Transactions real;
  private final Fault fault;
  private final int at;
  private final List<String> commits = new ArrayList<>();
  private boolean dead;
  private boolean struck;

  /// @param at which commit that wrote something, from 1
  FaultyTransactions(Transactions real, Fault fault, int at) {
    this.real = real;
    this.fault = fault;
    this.at = at;
  }

  /// Who asked for each commit that wrote something.
  List<String> commits() {
    return commits;
  }

  boolean struck() {
    return struck;
  }

  @Override
  public <T> T inOrg(OrgId org, Function<Tx, T> work) {
    return faulty(counted -> real.inOrg(org, tx -> counted.apply(tx, work)));
  }

  @Override
  public <T> T asSystem(SystemTask task, Function<Tx, T> work) {
    return faulty(counted -> real.asSystem(task, tx -> counted.apply(tx, work)));
  }

  @Override
  public <T> T glance(Function<Glance, T> look) {
    return real.glance(look);
  }

  @Override
  public <T> T within(Tx tx, OrgId org, Function<Tx, T> work) {
    return real.within(tx, org, work);
  }

  /// Runs the work in the open transaction and counts it when it wrote.
  private interface Counted {
    <T> T apply(Tx tx, Function<Tx, T> work);
  }

  private <T> T faulty(Function<Counted, T> transaction) {
    if (dead) {
      throw new Killed();
    }
    int before = commits.size();
    T made =
        transaction.apply(
            new Counted() {
              @Override
              public <A> A apply(Tx tx, Function<Tx, A> work) {
                return counted(tx, work);
              }
            });
    if (commits.size() == at && before < at) {
      strike(Fault.KILLED_AFTER, Fault.CUT_AFTER);
    }
    return made;
  }

  private <T> T counted(Tx tx, Function<Tx, T> work) {
    T made = work.apply(tx);
    if (wrote(tx)) {
      commits.add(asker());
      if (commits.size() == at) {
        strike(Fault.KILLED_BEFORE, Fault.CUT_BEFORE);
      }
    }
    return made;
  }

  private void strike(Fault kill, Fault cut) {
    if (fault == kill) {
      struck = true;
      dead = true;
      throw new Killed();
    }
    if (fault == cut) {
      struck = true;
      throw new Cut();
    }
  }

  private static boolean wrote(Tx tx) {
    return handle(tx)
        .createQuery("select pg_current_xact_id_if_assigned() is not null")
        .mapTo(Boolean.class)
        .one();
  }

  private static String asker() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .filter(frame -> !frame.getClassName().contains("FaultyTransactions"))
                .filter(frame -> frame.getClassName().startsWith("io.bowline.control."))
                .filter(frame -> !frame.getClassName().contains(".platform."))
                .map(frame -> simple(frame.getClassName()) + "." + frame.getMethodName())
                .map(name -> name.replaceAll("lambda\\$(\\w+)\\$\\d+", "$1"))
                .findFirst())
        .orElse("?");
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
