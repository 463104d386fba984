package io.bowline.control.allowance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.allowance.store.PgAllowanceStore;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.id.OrgId;
import io.bowline.registry.Admission;
import io.bowline.registry.Taking;
import io.bowline.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AllowancesTest {
  private static final OwnAllowance NOTHING_SAID = own(Optional.empty(), Optional.empty());

  private final Transactions transactions = TestDatabase.transactions();
  private final FakeClock clock = new FakeClock(Instant.now());
  private final OrgId org = new OrgId(UUID.randomUUID());
  private final Allowances allowances = process(0, 0, 1_000);

  @BeforeEach
  void found() {
    found(org);
  }

  private static void found(OrgId org) {
    TestDatabase.execute(
        org, "insert into organization (org, name) values ('%1$s', 'all-%1$s')".formatted(org));
  }

  private static OwnAllowance own(Optional<Integer> transfers, Optional<Long> bytes) {
    return new OwnAllowance(
        Optional.empty(), transfers, bytes, Optional.empty(), Optional.empty(), "staff/test");
  }

  /// Another process on the same database.
  private Allowances process(int requests, int transfers, long bytes) {
    record Usual(int requestsPerSecond, int transfers, long bytesPerDay)
        implements AllowanceSettings {}
    return new Allowances(
        new Usual(requests, transfers, bytes),
        transactions,
        new PgAllowanceStore(),
        new Audit(new AuditChainStore()),
        clock);
  }

  private void take(Allowances from, long bytes, long went) {
    assertThat(from.take(org, bytes))
        .isInstanceOfSatisfying(Taking.Begun.class, begun -> begun.ended().accept(went));
  }

  private static String refusal(Taking taking) {
    return switch (taking) {
      case Taking.Refused(Admission.UsedUp(String why)) -> why;
      case Taking.Refused(Admission.TooMuch(String why, Duration _)) -> why;
      case Taking.Refused(Admission other) -> other.toString();
      case Taking.Begun _, Taking.Free _ -> "";
    };
  }

  @Test
  void whatWentOutCountsAndWhatWasBrokenOffDoesNot() {
    take(allowances, 700, 700);
    take(allowances, 300, 10);
    assertThat(allowances.use(org).pulled()).isEqualTo(710);
    take(allowances, 290, 290);
    assertThat(refusal(allowances.take(org, 1)))
        .contains("1000 of the 1000 bytes", "bytes-per-day", "after midnight UTC", "vendor");
    assertThat(allowances.usedUp()).isEqualTo(1);
  }

  @Test
  void fiftyAtOnceDoNotGoBeyondIt() throws Exception {
    AtomicLong went = new AtomicLong();
    List<Callable<Boolean>> pulls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      pulls.add(() -> {
        Taking taking = allowances.take(org, 90);
        if (taking instanceof Taking.Begun begun) {
          went.addAndGet(90);
          begun.ended().accept(90);
        }
        return taking instanceof Taking.Begun;
      });
    }
    int begun = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> pull : threads.invokeAll(pulls)) {
        begun += pull.get() ? 1 : 0;
      }
    }
    assertThat(begun).isEqualTo(11);
    allowances.tell();
    assertThat(process(0, 0, 1_000).use(org).pulled()).isEqualTo(went.get()).isEqualTo(990);
  }

  @Test
  void anotherProcessKnowsItWithinSecondsAndARestartForgetsNothingThatWasTold() {
    Allowances other = process(0, 0, 1_000);
    take(other, 1, 1);
    take(allowances, 900, 900);
    allowances.tell();
    clock.advance(Duration.ofSeconds(6));
    assertThat(refusal(other.take(org, 100))).contains("901 of the 1000");
    assertThat(refusal(process(0, 0, 1_000).take(org, 101))).contains("bytes-per-day");
  }

  @Test
  void thePaceIsKeptAndSaysHowLongToWait() {
    Allowances slow = process(2, 0, 0);
    assertThat(slow.ask(org)).isInstanceOf(Admission.Granted.class);
    assertThat(slow.ask(org)).isInstanceOf(Admission.Granted.class);
    assertThat(slow.ask(org))
        .isInstanceOfSatisfying(
            Admission.TooMuch.class,
            much -> {
              assertThat(much.retryAfter()).isEqualTo(Duration.ofMillis(500));
              assertThat(much.why()).contains("2 requests a second", "requests-per-second");
            });
    OrgId other = new OrgId(UUID.randomUUID());
    found(other);
    assertThat(slow.ask(other)).isInstanceOf(Admission.Granted.class);
    clock.advance(Duration.ofSeconds(1));
    assertThat(slow.ask(org)).isInstanceOf(Admission.Granted.class);
    assertThat(slow.slowedDown()).isEqualTo(1);
  }

  @Test
  void aTransferThatEndsMakesRoom() {
    Allowances narrow = process(0, 2, 0);
    Taking one = narrow.take(org, 1 << 30);
    assertThat(narrow.take(org, 1)).isInstanceOf(Taking.Begun.class);
    assertThat(refusal(narrow.take(org, 1))).contains("2 blobs", "its limit transfers");
    assertThat(narrow.promised()).isEqualTo((1 << 30) + 1);
    ((Taking.Begun) one).ended().accept(5);
    assertThat(narrow.take(org, 1)).isInstanceOf(Taking.Begun.class);
  }

  @Test
  void staffGiveLimitsAndTakeThemBackAndTheRestIsTheDefault() {
    Allowances slow = process(7, 8, 9);
    assertThat(slow.use(org).allowed()).isEqualTo(new Allowance(7, 8, 9));
    slow.allow(org, own(Optional.of(0), Optional.of(99L)));
    assertThat(slow.use(org).allowed()).isEqualTo(new Allowance(7, 0, 99));
    assertThat(slow.own(org).orElseThrow().by()).isEqualTo("staff/test");
    slow.allow(org, NOTHING_SAID);
    assertThat(slow.use(org).allowed()).isEqualTo(new Allowance(7, 8, 9));
    assertThat(slow.disallow(org, "staff/test")).isTrue();
    assertThat(slow.disallow(org, "staff/test")).isFalse();
    assertThat(slow.own(org)).isEmpty();
  }
}
