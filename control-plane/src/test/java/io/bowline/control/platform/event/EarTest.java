package io.bowline.control.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.store.Ear;
import io.bowline.control.platform.event.store.OutboxStore;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.id.OrgId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EarTest {
  private static final OrgId ORG = new OrgId(new UUID(9, 3));

  @Test
  void aCommittedHintIsHeardAtOnceAndSweepsComeAnyway() throws Exception {
    Hints hints = new Hints();
    BlockingQueue<Hint> heard = new LinkedBlockingQueue<>();
    hints.subscribe("test.ear", heard::add);
    try (Ear ear = new Ear(TestDatabase.shared(), hints, new QuickEvents(Duration.ofMillis(500)))) {
      ear.open();
      assertThat(heard.poll(30, TimeUnit.SECONDS))
          .as("the first sweep")
          .isEqualTo(new Hint.Sweep());

      Transactions transactions = TestDatabase.transactions();
      transactions.runInOrg(
          ORG,
          tx ->
              new OutboxStore(Duration.ofSeconds(60))
                  .hint(tx, new Event("test.ear", ORG, "a key")));

      assertThat(afterSweeps(heard)).isEqualTo(new Hint.Changed(ORG, "a key"));
    }
  }

  @Test
  void itHearsAgainAfterTheDatabaseCutItsConnection() throws Exception {
    Hints hints = new Hints();
    BlockingQueue<Hint> heard = new LinkedBlockingQueue<>();
    hints.subscribe("test.ear-cut", heard::add);
    try (Ear ear = new Ear(TestDatabase.shared(), hints, new QuickEvents(Duration.ofMillis(500)))) {
      ear.open();
      heard.poll(30, TimeUnit.SECONDS);
      TestDatabase.cutListeners();
      Hint swept = heard.poll(30, TimeUnit.SECONDS);
      assertThat(swept).as("a sweep after the cut").isEqualTo(new Hint.Sweep());
      heard.poll(30, TimeUnit.SECONDS);

      TestDatabase.transactions()
          .runInOrg(
              ORG,
              tx ->
                  new OutboxStore(Duration.ofSeconds(60))
                      .hint(tx, new Event("test.ear-cut", ORG, "k")));

      assertThat(afterSweeps(heard)).isEqualTo(new Hint.Changed(ORG, "k"));
    }
  }

  private static Hint afterSweeps(BlockingQueue<Hint> heard) throws InterruptedException {
    Hint hint = heard.poll(30, TimeUnit.SECONDS);
    for (int i = 0; i < 100 && hint instanceof Hint.Sweep; i++) {
      hint = heard.poll(30, TimeUnit.SECONDS);
    }
    return hint;
  }
}
