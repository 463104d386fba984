package io.bowline.control.readiness;

import io.bowline.control.platform.Transactions;
import io.bowline.control.readiness.store.PgReadinessStore;
import java.util.List;

/// What runners of fleets tell, on a real database; nobody hears of it.
public final class TestReadiness {
  private TestReadiness() {}

  public static Readiness on(Transactions transactions) {
    return new Readiness(transactions, new PgReadinessStore(), List.of());
  }
}
