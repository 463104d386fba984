package io.bowline.control.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.platform.Glance;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.id.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Duration KEPT = Duration.ofDays(365);

  private final Transactions transactions = TestDatabase.transactions();
  private final AuditChain chain = new AuditChainStore();
  private final Audit audit = new Audit(chain);
  private final OrgId org = new OrgId(UUID.randomUUID());

  private Retention keepFor(Duration wanted) {
    return new Retention(
        transactions, chain, audit, InstantSource.system(), () -> Optional.of(wanted));
  }

  /// Recorded so many days ago.
  private void record(int days, int times) {
    record(org, days, times);
  }

  private void record(OrgId whose, int days, int times) {
    var then = new Audit(new Ago(chain, Duration.ofDays(days)));
    transactions.runInOrg(
        whose,
        tx -> {
          for (int i = 0; i < times; i++) {
            then.record(tx, whose, new AuditEntry("system", "test", days + " days ago"));
          }
        });
  }

  /// A chain whose clock is behind.
  private record Ago(AuditChain chain, Duration by) implements AuditChain {
    @Override
    public Head lock(Tx tx, OrgId org) {
      Head head = chain.lock(tx, org);
      return new Head(head.number(), head.hash(), head.now().minus(by));
    }

    @Override
    public Head head(Tx tx, OrgId org) {
      return chain.head(tx, org);
    }

    @Override
    public Beginning beginning(Tx tx, OrgId org) {
      return chain.beginning(tx, org);
    }

    @Override
    public void letGo(Tx tx, OrgId org, long number) {
      chain.letGo(tx, org, number);
    }

    @Override
    public List<OrgId> older(Tx tx, Instant than, int limit) {
      return chain.older(tx, than, limit);
    }

    @Override
    public void append(Tx tx, ChainLink link) {
      chain.append(tx, link);
    }

    @Override
    public List<ChainLink> after(Tx tx, OrgId org, long number, int limit) {
      return chain.after(tx, org, number, limit);
    }

    @Override
    public List<ChainLink> before(Tx tx, OrgId org, long number, int limit) {
      return chain.before(tx, org, number, limit);
    }
  }

  /// Transactions that come to nothing for one organization.
  private record Failing(Transactions real, OrgId org) implements Transactions {
    @Override
    public <T> T inOrg(OrgId whose, Function<Tx, T> work) {
      if (whose.equals(org)) {
        throw new IllegalStateException("not now");
      }
      return real.inOrg(whose, work);
    }

    @Override
    public <T> T asSystem(SystemTask task, Function<Tx, T> work) {
      return real.asSystem(task, work);
    }

    @Override
    public <T> T glance(Function<Glance, T> look) {
      return real.glance(look);
    }

    @Override
    public <T> T within(Tx tx, OrgId whose, Function<Tx, T> work) {
      return real.within(tx, whose, work);
    }
  }

  @Test
  void anOrganizationThatFailsKeepsNoOther() {
    OrgId failing = new OrgId(UUID.randomUUID());
    OrgId other = new OrgId(UUID.randomUUID());
    for (OrgId each : List.of(failing, other)) {
      record(each, each.equals(failing) ? 500 : 400, 2);
      record(each, 1, 1);
    }
    new Retention(
            new Failing(transactions, failing),
            chain,
            audit,
            InstantSource.system(),
            () -> Optional.of(KEPT))
        .pass();
    assertThat(kept(other))
        .as("its turn comes after the one that fails")
        .extracting(ChainLink::number)
        .containsExactly(3L, 4L);
    assertThat(kept(failing)).hasSize(3);
  }

  private List<ChainLink> kept() {
    return kept(org);
  }

  private List<ChainLink> kept(OrgId whose) {
    return transactions.inOrg(whose, tx -> audit.after(tx, whose, 0, 10_000));
  }

  private Verification verify() {
    return transactions.inOrg(org, tx -> audit.verify(tx, org));
  }

  @Test
  @Tag("C66.retention")
  void whatIsOlderGoesAndWhatIsKeptHoldsAndTellsOfIt() {
    record(400, 3);
    record(366, 2);
    record(300, 4);
    String hash = kept().get(4).hash();
    keepFor(KEPT).pass();

    assertThat(kept())
        .extracting(ChainLink::number, link -> link.entry().action())
        .containsExactly(
            tuple(6L, "test"),
            tuple(7L, "test"),
            tuple(8L, "test"),
            tuple(9L, "test"),
            tuple(10L, "audit.let-go"));
    assertThat(kept().getLast().entry().detail())
        .isEqualTo("{\"until\":5,\"hash\":\"%s\"}".formatted(hash));
    assertThat(verify()).isEqualTo(new Verification.Intact(5));

    keepFor(KEPT).pass();
    assertThat(kept()).as("nothing is due, so nothing is said").hasSize(5);
    keepFor(Duration.ofDays(299)).pass();
    assertThat(kept()).extracting(ChainLink::number).containsExactly(10L, 11L);
    assertThat(verify()).isEqualTo(new Verification.Intact(2));
  }

  @Test
  @Tag("C66.retention")
  void theNewestEntryStaysHoweverOldItIs() {
    record(900, 3);
    keepFor(KEPT).pass();
    assertThat(kept()).extracting(ChainLink::number).containsExactly(3L, 4L);
    assertThat(verify()).isEqualTo(new Verification.Intact(2));
  }

  @Test
  void whatWasTakenAwayWithoutAnEntryThatTellsOfItShows() {
    record(400, 5);
    String hash = kept().get(1).hash();
    TestDatabase.asKeeper(
        "delete from audit_entry where number <= 2 and org = '%s'".formatted(org));
    assertThat(verify()).isEqualTo(new Verification.Broken(1, "the entry is missing"));
    TestDatabase.asKeeper(
        "insert into audit_beginning (org, number, hash) values ('%s', 2, '%s')"
            .formatted(org, hash));
    assertThat(verify())
        .isEqualTo(
            new Verification.Broken(
                2, "no entry tells that this one and those before were let go"));
  }

  @Test
  void ofAChainThatDoesNotHoldNothingIsLetGo() {
    record(400, 5);
    record(1, 1);
    TestDatabase.asKeeper(
        "update audit_entry set actor = 'x' where number = 3 and org = '%s'".formatted(org));
    keepFor(KEPT).pass();
    assertThat(kept()).hasSize(6);
    assertThat(verify()).isEqualTo(new Verification.Broken(3, "the entry was altered"));
  }

  @Test
  void theDatabaseLetsGoOfNothingYoungerThan90DaysAndOfNoEnd() {
    record(91, 2);
    record(89, 2);
    for (long number : new long[] {3, 4, 9}) {
      assertThatThrownBy(() -> transactions.runInOrg(org, tx -> chain.letGo(tx, org, number)))
          .hasMessageContaining("is not to be let go");
    }
    transactions.runInOrg(org, tx -> chain.letGo(tx, org, 2));
    assertThat(kept()).extracting(ChainLink::number).containsExactly(3L, 4L);
    assertThatThrownBy(() -> TestDatabase.execute(org, "delete from audit_entry"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() ->
            TestDatabase.execute(
                org,
                "insert into audit_beginning (org, number, hash) values ('%s', 1, '')"
                    .formatted(org)))
        .hasMessageContaining("permission denied");
  }

  @Test
  void anotherOrganizationsEntriesStay() {
    record(400, 3);
    var others = new OrgId(UUID.randomUUID());
    var then = new Audit(new Ago(chain, Duration.ofDays(80)));
    transactions.runInOrg(
        others,
        tx -> {
          then.record(tx, others, new AuditEntry("system", "test", "a"));
          then.record(tx, others, new AuditEntry("system", "test", "b"));
        });
    keepFor(KEPT).pass();
    List<ChainLink> theirs = transactions.inOrg(others, tx -> audit.after(tx, others, 0, 10));
    assertThat(theirs).hasSize(2);
  }

  @Test
  void aTimeThatIsTooShortEndsTheStart() {
    assertThatThrownBy(() -> keepFor(Duration.ofDays(89)))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("bowline.audit.keep-for")
        .hasMessageContaining("P90D");
  }
}
