package io.bowline.control.finding;

import io.bowline.control.finding.store.PgFindingStore;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Events;
import io.bowline.control.platform.event.store.FeedStore;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Findings on a real database; nobody is hinted at them.
public final class TestFindings {
  private TestFindings() {}

  public static Findings on(Transactions transactions) {
    return new Findings(
        transactions,
        new Ids(InstantSource.system(), new SecureRandom()),
        new PgFindingStore(),
        new FeedStore(new Deaf()));
  }

  record Deaf() implements Events {
    @Override
    public void publish(Tx tx, Event event) {}

    @Override
    public void hint(Tx tx, Event event) {}
  }
}
