package io.bowline.control.offer;

import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// Who runs which release, of all organizations: for the vendor's staff.
@ApplicationScoped
public class WhoRuns {
  private static final SystemTask CATALOG = new SystemTask("catalog");

  private final Transactions transactions;
  private final RunningStore store;

  public WhoRuns(Transactions transactions, RunningStore store) {
    this.transactions = transactions;
    this.store = store;
  }

  /// By organization and install.
  public List<Running> list(Running.Which which, Optional<Running.Place> after, int limit) {
    return transactions.asSystem(CATALOG, tx -> store.list(tx, which, after, limit));
  }
}
