package io.bowline.control.offer;

import static io.bowline.control.platform.store.OpenTransaction.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.offer.store.PgRunningStore;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.store.Database;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The list that an operator of two thousand installs looks at, on a database that has them.
class WhoRunsTest {
  private static final int ORGS = 40;
  private static final int EACH = 50;
  private static Database database;
  private static WhoRuns who;

  /// Releases 1 to 9; `stable` points at 9, 5 is yanked.
  private static Digest release(int number) {
    return Digest.parse("sha256:" + Integer.toString(number).repeat(64));
  }

  private static OrgId org(int number) {
    return new OrgId(new UUID(7, number));
  }

  @BeforeAll
  static void twoThousandInstalls() {
    database = TestDatabase.apart();
    who = new WhoRuns(database.transactions(), new PgRunningStore());
    database.transactions().runInOrg(org(0), WhoRunsTest::insertReleases);
    for (int i = 0; i < ORGS; i++) {
      OrgId org = org(i);
      String name = "org-" + i;
      database.transactions().runInOrg(org, tx -> insertInstalls(tx, org, name));
    }
    database
        .transactions()
        .runAsSystem(new SystemTask("test"), tx -> handle(tx).execute("analyze install"));
    pin(org(0), "i4", "release", release(5).toString());
    pin(org(1), "i4", "release", release(2).toString());
    pin(org(2), "i4", "channel", "old");
    pin(org(3), "", "channel", "old");
    pin(org(3), "i4", "channel", "stable");
  }

  private static void insertReleases(Tx tx) {
    for (int i = 1; i <= 9; i++) {
      handle(tx)
          .execute(
              """
              insert into release (digest, product, version, sequence, repository,
                document, yanked_at, yank_reason)
              values (?, 'acme/s', ? || '.0.0', ?, 'acme/s', '{}',
                case when ? = 5 then now() end, case when ? = 5 then 'it leaks' end)
              """,
              release(i).toString(),
              i,
              i,
              i,
              i);
    }
    handle(tx)
        .execute(
            "insert into channel (product, name, digest, moved_by) values"
                + " ('acme/s', 'stable', ?, 't'), ('acme/s', 'old', ?, 't')",
            release(9).toString(),
            release(2).toString());
  }

  private static void insertInstalls(Tx tx, OrgId org, String name) {
    handle(tx).execute("insert into organization (org, name) values (?, ?)", org.value(), name);
    handle(tx)
        .execute(
            """
            insert into install (org, id, name, product, cloud, account, region,
              release, status)
            select ?, gen_random_uuid(), 'i' || n, 'acme/s', 'aws', '1', 'eu',
              'sha256:' || repeat((1 + n % 9)::text, 64), 'active'
            from generate_series(1, ?) n
            """,
            org.value(), EACH);
  }

  private static void pin(OrgId org, String install, String column, String to) {
    database
        .transactions()
        .runInOrg(
            org,
            tx ->
                handle(tx)
                    .execute(
                        """
                        insert into pin (org, product, install, reason, pinned_by, %s)
                        select ?, 'acme/s', coalesce((select id from install where org = ?
                          and name = ?), '00000000-0000-0000-0000-000000000000'), 'r', 't', ?
                        """
                            .formatted(column),
                        org.value(),
                        org.value(),
                        install,
                        to));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Running.Which which() {
    return new Running.Which(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Running.Which yanked(OrgId org) {
    return new Running.Which(
        Optional.of("acme/s"),
        Optional.empty(),
        Optional.of(org),
        Optional.of(true),
        Optional.empty());
  }

  private static List<Running> all(Running.Which which) {
    List<Running> all = new ArrayList<>();
    Optional<Running.Place> after = Optional.empty();
    while (true) {
      List<Running> page = who.list(which, after, 200);
      if (page.isEmpty()) {
        return all;
      }
      all.addAll(page);
      after = Optional.of(new Running.Place(page.getLast().org(), page.getLast().install()));
    }
  }

  private static Running named(OrgId org, String name) {
    var ofOrg =
        new Running.Which(
            Optional.empty(),
            Optional.empty(),
            Optional.of(org),
            Optional.empty(),
            Optional.empty());
    return all(ofOrg).stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void every_install_is_on_exactly_one_page() {
    List<Running> all = all(which());
    assertThat(all).hasSize(ORGS * EACH);
    assertThat(new HashSet<>(all)).hasSize(ORGS * EACH);
  }

  @Test
  void who_runs_a_yanked_release_is_listed_with_why_and_where_to_go() {
    List<Running> yanked = all(yanked(org(9)));

    assertThat(yanked)
        .hasSize(6)
        .allSatisfy(one -> {
          assertThat(one.organization()).isEqualTo("org-9");
          assertThat(one.release().orElseThrow().version()).isEqualTo("5.0.0");
          assertThat(one.yanked()).contains("it leaks");
          assertThat(one.next().orElseThrow().version()).isEqualTo("9.0.0");
          assertThat(one.needsReturn()).isFalse();
        });
    var onRelease =
        new Running.Which(
            Optional.empty(),
            Optional.of(release(5)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(all(onRelease)).hasSize(6 * ORGS);
  }

  @Test
  void where_one_could_go_is_what_its_pin_says() {
    assertThat(named(org(0), "i4").next()).as("pinned to what it runs, yanked").isEmpty();
    assertThat(named(org(0), "i4").pinned()).contains("5.0.0");
    assertThat(named(org(1), "i4"))
        .satisfies(one -> {
          assertThat(one.next().orElseThrow().version()).isEqualTo("2.0.0");
          assertThat(one.needsReturn()).isTrue();
        });
    assertThat(named(org(2), "i4").pinned()).contains("old");
    assertThat(named(org(3), "i4").next().orElseThrow().version()).isEqualTo("9.0.0");
    assertThat(named(org(3), "i5").next().orElseThrow().version()).isEqualTo("2.0.0");
    assertThat(named(org(3), "i1").next()).as("it runs that").isEmpty();
  }

  @Test
  void who_is_behind_is_who_is_offered_something_else() {
    var behind =
        new Running.Which(
            Optional.of("acme/s"),
            Optional.empty(),
            Optional.of(org(9)),
            Optional.empty(),
            Optional.of(true));
    assertThat(all(behind)).hasSize(EACH - 5).noneMatch(one -> one.name().equals("i8"));
    var other =
        new Running.Which(
            Optional.of("acme/other"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(all(other)).isEmpty();
  }

  @Test
  void a_page_of_two_thousand_is_one_statement_that_looks_at_no_install_twice() {
    var yanked =
        new Running.Which(
            Optional.of("acme/s"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(true),
            Optional.empty());
    database
        .transactions()
        .runAsSystem(
            new SystemTask("catalog"),
            tx -> {
              var statements = new AtomicInteger();
              handle(tx).getConfig(SqlStatements.class).setSqlLogger(counting(statements));
              long before = readOf(tx, "install");
              statements.set(0);
              assertThat(new PgRunningStore().list(tx, yanked, Optional.empty(), 200)).hasSize(200);
              assertThat(statements).hasValue(1);
              assertThat(readOf(tx, "install") - before).isBetween(200L, (long) ORGS * EACH);
            });
  }

  private static SqlLogger counting(AtomicInteger statements) {
    return new SqlLogger() {
      @Override
      public void logBeforeExecution(StatementContext context) {
        statements.incrementAndGet();
      }
    };
  }

  /// How many rows of a table this connection has read of late.
  private static long readOf(Tx tx, String table) {
    return handle(tx)
        .createQuery(
            """
            select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables
            where relname = :table
            """)
        .bind("table", table)
        .mapTo(Long.class)
        .one();
  }
}
