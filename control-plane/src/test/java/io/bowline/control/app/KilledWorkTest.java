package io.bowline.control.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.app.WorkInChild.Work;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.Database;
import io.bowline.control.platform.store.HeldRows;
import io.bowline.control.platform.store.StoredRows;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.UnsealException;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.model.id.OrgId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process is killed in the middle of what must never be half: everything still opens, and the
/// next process goes on by itself.
class KilledWorkTest {
  static final OrgId ORG = new OrgId(new UUID(88, 3));
  private static final String FIRST = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n";
  private static final String SECOND = "//////////////////////////////////////////8=\n";
  private static final int ORGANIZATIONS = 7;
  private static final int VALUES = 8;

  @TempDir private Path folder;
  private Database database;
  private Transactions transactions;

  @BeforeEach
  void start() throws IOException {
    database = TestDatabase.apart();
    transactions = database.transactions();
    Files.writeString(folder.resolve("master.key"), FIRST);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Vault vault() {
    return vault(WorkInChild.master(folder));
  }

  private static Vault vault(MasterKey master) {
    return new Vault(master, new DataKeyStore(), new SecureRandom());
  }

  private static OrgId org(int number) {
    return new OrgId(new UUID(88, number));
  }

  /// Organizations with sealed values each.
  private void organizations() throws SQLException {
    var rows = new StringBuilder();
    for (int number = 0; number < ORGANIZATIONS; number++) {
      OrgId org = org(number);
      rows.append(
          "insert into organization (org, name) values ('%s', 'acme-%d');\n"
              .formatted(org, number));
      for (int value = 0; value < VALUES; value++) {
        rows.append(attempt(org, new UUID(number, value)));
      }
    }
    StoredRows.run(database.address(), rows.toString());
  }

  private String attempt(OrgId org, UUID id) {
    Sealed sealed =
        transactions.inOrg(
            org, tx -> vault().seal(tx, org, "sso/attempt/" + id, Secret.of("canary " + id)));
    return """
    insert into sso_attempt (org, id, state, sealed, browser, revision, expires_at)
    values ('%s', '%s', '\\x%s', '\\x%s', '\\x00', 1, now() + interval '1 hour');
    """
        .formatted(
            org, id, id.toString().replace("-", ""), HexFormat.of().formatHex(sealed.bytes()));
  }

  /// Kills a process when it has come to these rows.
  private void killedAt(Work work, String rows) throws Exception {
    try (var held = HeldRows.of(database.address(), rows)) {
      Process child = WorkInChild.start(work, database.address(), folder);
      try {
        int backend = held.awaitWaiter();
        child.destroyForcibly();
        child.waitFor();
        held.releaseTo(backend);
      } finally {
        child.destroyForcibly();
      }
    }
  }

  private void toItsEnd(Work work) throws Exception {
    Process child = WorkInChild.start(work, database.address(), folder);
    try {
      assertThat(child.waitFor(1, TimeUnit.MINUTES)).as("it ends").isTrue();
      assertThat(child.exitValue()).isZero();
    } finally {
      child.destroyForcibly();
    }
  }

  private void assertEverythingOpens(Vault vault) {
    for (int number = 0; number < ORGANIZATIONS; number++) {
      OrgId org = org(number);
      assertThat(opened(vault, org)).as("of " + number).hasSize(VALUES);
    }
  }

  private List<String> opened(Vault vault, OrgId org) {
    return transactions.inOrg(
        org,
        tx -> {
          var all = new ArrayList<String>();
          for (Map.Entry<UUID, Sealed> one : StoredRows.sealed(tx, org).entrySet()) {
            String text =
                vault.open(tx, org, "sso/attempt/" + one.getKey(), one.getValue()).revealText();
            assertThat(text).isEqualTo("canary " + one.getKey());
            all.add(text);
          }
          return all;
        });
  }

  private String stored(String table) throws SQLException {
    return StoredRows.of(database.address()).get(table);
  }

  @Test
  @Tag("C65.key-rotation")
  void aDataKeyThatIsBeingChanged() throws Exception {
    organizations();
    transactions.runInOrg(ORG, tx -> new DataKeyStore().ask(tx, ORG, "member/1"));
    String values = stored("sso_attempt");
    String keys = stored("data_key");

    killedAt(
        Work.ROTATE,
        "select 1 from sso_attempt where id = '%s' for update".formatted(new UUID(3, VALUES / 2)));

    assertThat(stored("sso_attempt")).as("nothing is half").isEqualTo(values);
    assertThat(stored("data_key")).as("and it is still wished").isEqualTo(keys);
    assertEverythingOpens(vault());

    toItsEnd(Work.ROTATE);

    assertThat(transactions.inOrg(ORG, tx -> new DataKeyStore().standing(tx, ORG)).orElseThrow())
        .matches(standing -> standing.askedBy().isEmpty() && standing.formerUntil().isPresent());
    StoredRows.run(database.address(), "update data_key set former = null, former_until = null");
    assertEverythingOpens(vault());
    assertThat(stored("sso_attempt").lines())
        .as("of this organization every value is another, of the rest none")
        .hasSize(ORGANIZATIONS * VALUES)
        .filteredOn(row -> values.lines().anyMatch(row::equals))
        .hasSize((ORGANIZATIONS - 1) * VALUES)
        .noneMatch(row -> row.contains(ORG.toString()));
  }

  @Test
  @Tag("P17.rotation")
  void aMasterKeyThatIsTakenOver() throws Exception {
    organizations();
    Files.writeString(folder.resolve("other.key"), FIRST);
    Files.writeString(folder.resolve("master.key"), SECOND);
    String keys = stored("data_key");

    killedAt(
        Work.TAKE_OVER, "select 1 from data_key where org = '%s' for update".formatted(org(4)));

    assertThat(stored("data_key").lines().filter(row -> keys.lines().anyMatch(row::equals)))
        .as("four are under the new key, the others under the old one")
        .hasSize(ORGANIZATIONS - 4);
    assertEverythingOpens(vault());

    toItsEnd(Work.TAKE_OVER);

    Files.delete(folder.resolve("other.key"));
    assertEverythingOpens(vault());
    assertThat(stored("data_key").lines()).noneMatch(row -> keys.lines().anyMatch(row::equals));
  }

  @Test
  @Tag("C65.shredding")
  void anOrganizationThatGoes() throws Exception {
    organizations();
    StoredRows.run(
        database.address(),
        """
        insert into organization_end (gone, name, asked_by, due_at)
        values ('%s', 'acme-3', 'staff/owner', now())
        """
            .formatted(ORG));

    killedAt(Work.DEPART, "select 1 from data_key where org = '%s' for update".formatted(ORG));
    assertEverythingOpens(vault());

    killedAt(
        Work.DEPART,
        "select 1 from sso_attempt where id = '%s' for update".formatted(new UUID(3, 0)));
    assertThatThrownBy(() -> opened(vault(), ORG))
        .as("the key went first")
        .isInstanceOf(UnsealException.class);
    assertThat(stored("organization")).contains(ORG.toString());
    assertThat(stored("sso_attempt").lines()).hasSize(ORGANIZATIONS * VALUES);

    toItsEnd(Work.DEPART);

    assertThat(stored("organization")).doesNotContain(ORG.toString());
    assertThat(stored("sso_attempt").lines())
        .hasSize((ORGANIZATIONS - 1) * VALUES)
        .noneMatch(row -> row.contains(ORG.toString()));
    assertThat(stored("audit_entry").lines().filter(row -> row.contains("organization.end")))
        .as("it is told once")
        .hasSize(1);
    assertThat(opened(vault(), org(2))).hasSize(VALUES);
  }
}
