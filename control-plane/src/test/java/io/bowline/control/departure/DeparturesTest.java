package io.bowline.control.departure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditChain;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.audit.Verification;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.departure.store.PgDepartureStore;
import io.bowline.control.org.Founding;
import io.bowline.control.org.Organization;
import io.bowline.control.org.Organizations;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Scope;
import io.bowline.control.org.store.OrgRows;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.Database;
import io.bowline.control.platform.store.StoredRows;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.TestKeys;
import io.bowline.control.secret.UnsealException;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An organization goes, its secrets first.
class DeparturesTest {
  private static final OrgId SEEDED = new OrgId(new UUID(0, 10));
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Principal STAFF =
      new Principal.Staff(new TokenId(new UUID(1, 1)), "owner", EnumSet.allOf(Scope.class));

  /// Tables of the system that tell of organizations: what is written there at an end is meant.
  private static final Set<String> TELLING =
      Set.of("organization_end", "audit_entry", "audit_head");

  private final List<String> erased = new ArrayList<>();
  private boolean stuck;
  private Database database;
  private Transactions transactions;
  private Organizations organizations;
  private Audit audit;
  private Vault vault;

  @BeforeEach
  void start() {
    database = TestDatabase.apart();
    transactions = database.transactions();
    audit = new Audit(new AuditChainStore());
    organizations = organizations();
    vault = new Vault(TestKeys.master(), new DataKeyStore(), RANDOM);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Organizations organizations() {
    return new Organizations(
        transactions, new OrgRows(), audit, new Ids(InstantSource.system(), RANDOM));
  }

  private Departures departures(Duration grace) {
    Traces traces =
        (org, name) -> {
          if (stuck) {
            throw new IOException("the disk is away");
          }
          erased.add(name);
        };
    return new Departures(
        transactions,
        new PgDepartureStore(),
        organizations,
        audit,
        List.of(traces),
        () -> grace,
        InstantSource.system());
  }

  private OrgId founded(String name) {
    return ((Founding.Founded) organizations.found(name, STAFF)).organization().id();
  }

  private List<ChainLink> entries(OrgId org, int most) {
    return transactions.inOrg(org, tx -> audit.before(tx, org, 99, most));
  }

  private static String seed() throws IOException {
    try (InputStream in = DeparturesTest.class.getResourceAsStream("/released/seed.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void noTableHasARowOfAGoneOrganizationAndNobodyElseLostOne() throws Exception {
    StoredRows.run(database.address(), seed());
    Map<String, String> before = StoredRows.of(database.address());
    for (String table : tenantTables()) {
      assertThat(before.get(table)).as(table).contains(SEEDED.toString());
    }
    StoredRows.run(
        database.address(),
        """
        insert into organization_end (gone, name, asked_by, due_at, shredded_at, audit_hash, audit_entries)
        values ('%s', 'acme', 'staff/owner', now(), now(), 'h', 1)
        """
            .formatted(SEEDED));

    departures(Duration.ZERO).sweep();

    Map<String, String> after = StoredRows.of(database.address());
    for (String table : tenantTables()) {
      assertThat(after.get(table).lines()).as(table).noneMatch(row -> row.startsWith("(" + SEEDED));
    }
    after.forEach((table, rows) -> {
      if (!TELLING.contains(table)) {
        assertThat(rows).as(table).doesNotContain(SEEDED.toString());
      }
    });
    before.forEach((table, rows) -> {
      List<String> others = rows.lines().filter(row -> !row.contains(SEEDED.toString())).toList();
      if (!TELLING.contains(table)) {
        assertThat(after.get(table).lines().toList()).as(table).containsAll(others);
      }
    });
    assertThat(erased).contains("acme");
  }

  /// Each table with an organization, read from the database itself.
  private List<String> tenantTables() throws SQLException {
    List<String> tables = StoredRows.withColumn(database.address(), "org");
    assertThat(tables).hasSizeGreaterThan(40).contains("audit_entry", "data_key", "organization");
    return tables;
  }

  @Test
  @Tag("C65.shredding")
  void secretsAreDestroyedFirstAndTheNameIsNotGivenAgain() {
    OrgId org = founded("acme");
    Sealed sealed =
        transactions.inOrg(org, tx -> vault.seal(tx, org, "x", Secret.of("hunter2-canary")));
    Departures departures = departures(Duration.ZERO);
    assertThat(departures.ask(org, "acme", "staff/owner")).isInstanceOf(Asked.Going.class);
    AuditChain.Head last = transactions.inOrg(org, tx -> audit.end(tx, org));

    stuck = true;
    departures.sweep();
    assertThat(departures.find(org).orElseThrow().last().ended()).isEmpty();
    assertThat(departures.takeBack(org, "staff/owner")).isFalse();
    assertThatThrownBy(() -> transactions.inOrg(org, tx -> vault.open(tx, org, "x", sealed)))
        .isInstanceOf(UnsealException.class);
    stuck = false;
    departures(Duration.ZERO).sweep();

    Departure gone = departures.find(org).orElseThrow();
    assertThat(gone.last().ended()).isPresent();
    assertThat(gone.last().auditHash()).contains(last.hash());
    assertThat(gone.last().auditEntries()).contains(last.number());
    assertThat(organizations.find(org)).isEmpty();
    assertThat(organizations.named("acme")).isEmpty();
    assertThat(organizations.found("acme", STAFF)).isInstanceOf(Founding.Refused.class);
    assertThat(entries(Audit.VENDOR, 1))
        .singleElement()
        .satisfies(link -> {
          assertThat(link.entry().action()).isEqualTo("organization.end");
          assertThat(link.entry().detail()).contains(last.hash(), "acme");
        });
    Verification whole = transactions.inOrg(Audit.VENDOR, tx -> audit.verify(tx, Audit.VENDOR));
    assertThat(whole).isInstanceOf(Verification.Intact.class);
  }

  @Test
  void inItsTimeADeletionIsTakenBackAndNothingHasChanged() {
    OrgId org = founded("acme");
    Sealed sealed = transactions.inOrg(org, tx -> vault.seal(tx, org, "x", Secret.of("v")));
    Departures departures = departures(Duration.ofDays(7));

    assertThat(departures.ask(org, "acmee", "member/1")).isEqualTo(new Asked.NotConfirmed());
    assertThat(departures.find(org)).isEmpty();
    departures.ask(org, "acme", "member/1");
    Departure asked = departures.find(org).orElseThrow();
    assertThat(Duration.between(asked.asked(), asked.due())).isEqualTo(Duration.ofDays(7));
    assertThat(departures.ask(org, "acme", "member/2")).isEqualTo(new Asked.Going(asked));
    departures.sweep();
    Secret opened = transactions.inOrg(org, tx -> vault.open(tx, org, "x", sealed));
    assertThat(opened).isEqualTo(Secret.of("v"));

    assertThat(departures.takeBack(org, "member/2")).isTrue();
    assertThat(departures.takeBack(org, "member/2")).isFalse();
    assertThat(departures.find(org)).isEmpty();
    assertThat(entries(org, 9))
        .extracting(link -> link.entry().action())
        .containsExactly("organization.keep", "organization.delete", "organization.create");
  }

  @Test
  void whatStillRunsIsNamedAndKeepsIt() throws Exception {
    OrgId org = founded("acme");
    Departures departures = departures(Duration.ZERO);
    departures.ask(org, "acme", "member/1");
    StoredRows.run(
        database.address(),
        """
        insert into install (org, id, name, product, cloud, account, region, inputs, status)
        values ('%s', '%s', 'prod', 'stream', 'aws', '1', 'eu', '{}', 'active')
        """
            .formatted(org, new UUID(3, 3)));

    departures.sweep();
    assertThat(departures.find(org).orElseThrow().last().shredded()).isEmpty();
    assertThat(departures.remains(org)).containsExactly("install prod");
    assertThat(departures.takeBack(org, "member/1")).isTrue();
    assertThat(departures.ask(org, "acme", "member/1"))
        .isEqualTo(new Asked.Occupied(List.of("install prod")));

    StoredRows.run(database.address(), "update install set status = 'awaiting-customer-teardown'");
    departures.ask(org, "acme", "member/1");
    departures.sweep();
    assertThat(departures.find(org).orElseThrow().last().ended()).isPresent();
  }

  @Test
  void everyReplicaForgetsWhomItKnew() {
    OrgId org = founded("acme");
    Organizations other = organizations();
    assertThat(other.named("acme")).map(Organization::id).contains(org);
    departures(Duration.ZERO).ask(org, "acme", "member/1");
    departures(Duration.ZERO).sweep();

    organizations = other;
    departures(Duration.ZERO).sweep();
    assertThat(other.named("acme")).isEmpty();
    assertThat(other.find(org)).isEmpty();
  }
}
