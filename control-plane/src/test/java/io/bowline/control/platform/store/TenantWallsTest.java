package io.bowline.control.platform.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TenantWallsTest {
  private static final OrgId ONE = new OrgId(new UUID(7, 1));
  private static final OrgId OTHER = new OrgId(new UUID(7, 2));
  private static final Transactions TRANSACTIONS = TestDatabase.transactions();

  @BeforeAll
  static void aTenantTable() throws SQLException {
    try (Connection owner = TestDatabase.owner();
        Statement statement = owner.createStatement()) {
      // left by this class's first run, when it is run again
      statement.execute("drop table if exists wall_probe");
      statement.execute(
          "create table wall_probe (org uuid not null, id int not null, primary key (org, id))");
      statement.execute("call bowline_tenant('wall_probe')");
      statement.execute("call bowline_sweep('wall_probe', 'probe-sweep')");
    }
    TRANSACTIONS.runInOrg(ONE, tx -> insert(tx, ONE, 1));
    TRANSACTIONS.runInOrg(OTHER, tx -> insert(tx, OTHER, 2));
  }

  @Test
  void everyTableWithAnOrganizationHasItInAKeyAndForcedRowLevelSecurity() {
    List<String> open =
        TRANSACTIONS.asSystem(
            new SystemTask("test"),
            tx ->
                handle(tx)
                    .createQuery(
                        """
                        select c.relname from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
                        join pg_attribute a on a.attrelid = c.oid and a.attname = 'org'
                          and not a.attisdropped
                        where c.relkind in ('r', 'p') and not (
                          c.relrowsecurity and c.relforcerowsecurity and a.attnotnull
                          and exists (select 1 from pg_index i where i.indrelid = c.oid
                            and (i.indisunique or i.indisprimary)
                            and a.attnum = any (i.indkey)))
                        """)
                    .mapTo(String.class)
                    .list());

    assertThat(open).as("tables to hand to bowline_tenant, with org in their key").isEmpty();
  }

  @Test
  void everyTableWithoutAnOrganizationIsKnownToBeTheSystems() {
    List<String> tables =
        TRANSACTIONS.asSystem(
            new SystemTask("test"),
            tx ->
                handle(tx)
                    .createQuery(
                        """
                        select c.relname from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
                        where c.relkind in ('r', 'p') and not exists (select 1 from pg_attribute a
                          where a.attrelid = c.oid and a.attname = 'org' and not a.attisdropped)
                        order by 1
                        """)
                    .mapTo(String.class)
                    .list());

    assertThat(tables).isSubsetOf(SystemTables.KNOWN);
  }

  @Test
  void anOrganizationSeesItsRowsOnly() {
    assertThat(TRANSACTIONS.inOrg(ONE, TenantWallsTest::seen)).containsExactly(1);
    assertThat(TRANSACTIONS.inOrg(OTHER, TenantWallsTest::seen)).containsExactly(2);
  }

  @Test
  void whoeverBeginsAnotherOnTheSameThreadIsAfterwardsWhoTheyWere() {
    TRANSACTIONS.runInOrg(
        ONE,
        tx -> {
          assertThat(seen(tx)).containsExactly(1);
          TRANSACTIONS.runAsSystem(
              new SystemTask("probe-sweep"), all -> assertThat(seen(all)).containsExactly(1, 2));
          assertThat(seen(tx)).containsExactly(1);
          assertThatThrownBy(() ->
                  TRANSACTIONS.runInOrg(
                      OTHER,
                      other -> {
                        assertThat(seen(other)).containsExactly(2);
                        throw new IllegalStateException("in the middle");
                      }))
              .hasMessage("in the middle");
          assertThat(seen(tx)).containsExactly(1);
        });
  }

  @Test
  void noRowCanBeWrittenForAnotherOrganization() {
    assertThatThrownBy(() -> TRANSACTIONS.runInOrg(ONE, tx -> insert(tx, OTHER, 3)))
        .isInstanceOf(UnableToExecuteStatementException.class)
        .hasMessageContaining("row-level security");
  }

  @Test
  void aConnectionWithoutAnOrganizationSeesNothingAlsoAfterAnException() {
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() ->
              TRANSACTIONS.runInOrg(
                  ONE,
                  handle -> {
                    throw new IllegalStateException("in the middle");
                  }))
          .hasMessage("in the middle");
      assertThat(TRANSACTIONS.asSystem(new SystemTask("no-such-grant"), TenantWallsTest::seen))
          .isEmpty();
    }
  }

  @Test
  void aNamedSweepSeesAllRowsOfTheTablesThatNameItAndWritesNone() {
    assertThat(TRANSACTIONS.asSystem(new SystemTask("probe-sweep"), TenantWallsTest::seen))
        .containsExactly(1, 2);
    int deleted =
        TRANSACTIONS.asSystem(
            new SystemTask("probe-sweep"), tx -> handle(tx).execute("delete from wall_probe"));
    assertThat(deleted).isZero();
  }

  @Test
  void evenTheOwnerOfTheTablesSeesNoRowUnlessItKeepsThem() throws SQLException {
    try (Connection owner = TestDatabase.owner();
        Statement statement = owner.createStatement();
        var rows = statement.executeQuery("select * from wall_probe")) {
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void durableSettingsAreOn() {
    for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      String value =
          TRANSACTIONS.asSystem(
              new SystemTask("test"),
              tx ->
                  handle(tx)
                      .createQuery("select current_setting(:name)")
                      .bind("name", setting)
                      .mapTo(String.class)
                      .one());
      assertThat(value).as(setting).isEqualTo("on");
    }
  }

  private static List<Integer> seen(Tx tx) {
    return handle(tx)
        .createQuery("select id from wall_probe order by id")
        .mapTo(Integer.class)
        .list();
  }

  private static void insert(Tx tx, OrgId org, int id) {
    handle(tx).execute("insert into wall_probe (org, id) values (?, ?)", org.value(), id);
  }
}
