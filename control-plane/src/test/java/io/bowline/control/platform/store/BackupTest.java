package io.bowline.control.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.SystemTask;
import io.bowline.model.id.OrgId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final OrgId ORG = new OrgId(new UUID(15, 1));

  @Test
  void whatWasBackedUpStandsRowByRowInAnotherEmbeddedDatabaseAndItsWallsHold(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("backup.zip");
    Map<String, String> before;
    try (DataFolder data = DataFolder.claim(folder.resolve("one"));
        EmbeddedDatabase one = start(data);
        Database database = open(one)) {
      fill(database);
      Backup.write(one.address(), file, Instant.EPOCH);
      before = content(one.address());
      assertThat(EmbeddedDatabase.running(data.root(), "bowline_app")).contains(one.address());
      assertThatThrownBy(() -> Restore.read(one.address(), file))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("not empty");
    }
    try (DataFolder data = DataFolder.claim(folder.resolve("other"));
        EmbeddedDatabase other = start(data)) {
      Path cut = folder.resolve("cut.zip");
      Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(file), 900));
      assertThatThrownBy(() -> Restore.read(other.address(), cut))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("nothing was changed");
      Restore.read(other.address(), file);

      assertThat(content(other.address())).isEqualTo(before);
      try (Database database = open(other)) {
        assertThat(seen(database)).as("without an organization").isZero();
        insertEvent(database);
        assertThat(content(other.address()).get("outbox")).contains("after the restore");
      }
    }
  }

  private static void fill(Database database) {
    database
        .transactions()
        .runInOrg(
            ORG,
            tx -> {
              var handle = OpenTransaction.handle(tx);
              handle.execute(
                  "insert into organization (org, name) values (?, 'acme')", ORG.value());
              handle.execute(
                  "insert into outbox (org, topic, key, payload) values (?, 't', 'k', ?)",
                  ORG.value(),
                  "tab\t, newline\n, backslash \\ and 'quotes'");
              handle.execute(
                  "insert into data_key (org, sealed) values (?, ?)",
                  ORG.value(),
                  new byte[] {0, 1, -1});
            });
  }

  private static void insertEvent(Database database) {
    database
        .transactions()
        .runInOrg(
            ORG,
            tx ->
                OpenTransaction.handle(tx)
                    .execute(
                        "insert into outbox (org, topic, key, payload) values (?, 't', 'k', ?)",
                        ORG.value(),
                        "after the restore"));
  }

  private static int seen(Database database) {
    return database
        .transactions()
        .asSystem(
            new SystemTask("nobody"),
            tx ->
                OpenTransaction.handle(tx)
                    .createQuery("select count(*) from organization")
                    .mapTo(Integer.class)
                    .one());
  }

  private static Map<String, String> content(DatabaseAddress address) throws SQLException {
    Map<String, String> all = new TreeMap<>();
    try (Connection owner = Connections.open(address.url(), address.owner());
        Statement statement = owner.createStatement()) {
      statement.execute("set bowline.task = 'keeping'");
      for (String table : Catalogue.tables(owner).keySet()) {
        try (var rows =
            statement.executeQuery(
                "select coalesce(string_agg(t::text, chr(10) order by t::text), '') from "
                    + table
                    + " t")) {
          rows.next();
          all.put(table, rows.getString(1));
        }
      }
    }
    return all;
  }

  private static EmbeddedDatabase start(DataFolder data) {
    return EmbeddedDatabase.start(data, "bowline_app", new SecureRandom());
  }

  private static Database open(EmbeddedDatabase embedded) {
    return Database.open(embedded.address(), 4, Duration.ofSeconds(10));
  }
}
