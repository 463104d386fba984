package io.bowline.control.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.artifact.ArtifactSettings;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.audit.Verification;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.edge.http.KeptLog;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.Certificates;
import io.bowline.control.identity.KeyFit;
import io.bowline.control.identity.store.IssuingKeyStore;
import io.bowline.control.org.Founding;
import io.bowline.control.org.Organizations;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Scope;
import io.bowline.control.org.store.OrgRows;
import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.DatabaseSettings;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Sources;
import io.bowline.control.platform.keep.Keeping;
import io.bowline.control.platform.keep.Places;
import io.bowline.control.platform.keep.SealingKey;
import io.bowline.control.platform.store.Database;
import io.bowline.control.platform.store.EmbeddedDatabase;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.TestKeys;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import io.bowline.testkit.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Days of a control plane that backs itself up, with a real database and real files: the clock
/// alone is turned.
class ScheduledBackupsTest {
  private static final Principal STAFF =
      new Principal.Staff(new TokenId(new UUID(1, 1)), "owner", EnumSet.allOf(Scope.class));
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  /// A control plane's data and database, as long as it runs.
  private static final class Running implements AutoCloseable {
    final DataFolder folder;
    final EmbeddedDatabase server;
    final Database database;
    final MasterKey master;

    Running(Path path) {
      folder = DataFolder.claim(path).whole();
      master = TestKeys.reader(TestKeys.settings(Map.of())).load(Optional.of(folder));
      server = EmbeddedDatabase.start(folder, "bowline_app", RANDOM);
      database = Database.open(server.address(), 4, Duration.ofSeconds(60));
    }

    Authority authority() {
      InstantSource now = InstantSource.system();
      return new Authority(
          database.transactions(),
          new IssuingKeyStore(),
          master,
          new Certificates(now, RANDOM),
          now);
    }

    Vault vault() {
      return new Vault(master, new DataKeyStore(), RANDOM);
    }

    OrgId founded() {
      var ids = new Ids(InstantSource.system(), RANDOM);
      var organizations = new Organizations(database.transactions(), new OrgRows(), audit(), ids);
      return ((Founding.Founded) organizations.found("acme", STAFF)).organization().id();
    }

    void note(OrgId org) {
      database
          .transactions()
          .runInOrg(org, tx -> audit().record(tx, org, new AuditEntry("test", "second", "2")));
    }

    Audit audit() {
      return new Audit(new AuditChainStore());
    }

    @Override
    public void close() {
      database.close();
      server.close();
      folder.close();
    }
  }

  private static <T> T settings(Class<T> kind, Map<String, String> values) {
    var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(kind);
    values.forEach(builder::withDefaultValue);
    return builder.build().getConfigMapping(kind);
  }

  private ScheduledBackups backups(Running running) {
    return new ScheduledBackups(
        settings(BackupSettings.class, Map.of("bowline.backup.folder", backups().toString())),
        new ScheduledBackups.Materials(
            settings(DatabaseSettings.class, Map.of()),
            settings(ArtifactSettings.class, Map.of()),
            running.folder,
            running.master,
            RANDOM),
        clock,
        metrics);
  }

  private Path backups() {
    return folder.resolve("backups");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(backups())) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private double metric(String name) {
    return metrics.get(name).gauge().value();
  }

  /// Fills an empty folder, in which only the master key was put.
  private Path putBack(String backup) throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.copy(folder.resolve("data/master.key"), other.resolve("master.key"));
    MasterKey key = TestKeys.reader(TestKeys.settings(Map.of())).existing(other);
    new Keeping(
            settings(DatabaseSettings.class, Map.of()),
            () -> new SealingKey(key.fingerprint(), ca -> KeyFit.opens(key, ca)),
            new Places(other, other.resolve("artifacts")),
            Sources.unmanaged())
        .putBack(backups().resolve(backup));
    return other;
  }

  @Test
  @Tag("C66.scheduled-backups")
  void whatTheClockTookIsTriedAndAnEmptyFolderMadeOfItStarts() throws Exception {
    Sealed sealed;
    String authority;
    OrgId org;
    try (var running = new Running(folder.resolve("data"))) {
      authority = running.authority().fingerprint();
      OrgId founded = running.founded();
      org = founded;
      sealed =
          running
              .database
              .transactions()
              .inOrg(founded, tx -> running.vault().seal(tx, founded, "x", Secret.of("canary")));
      ScheduledBackups tended = backups(running);
      assertThat(metric("bowline.backup.age")).as("there is none").isInfinite();

      tended.pass();
      assertThat(files()).containsExactly("bowline-20260301T120000Z.tgz", "drills.jsonl");
      assertThat(metric("bowline.backup.age")).isZero();
      assertThat(metric("bowline.drill.passed")).isEqualTo(1);
      assertThat(Files.readString(backups().resolve("drills.jsonl")))
          .contains("2 audit chains with 1 entries hold, 1 data keys open");

      clock.advance(Duration.ofHours(23));
      tended.pass();
      assertThat(files()).as("not due yet").hasSize(2);
      assertThat(metric("bowline.backup.age")).isEqualTo((double) Duration.ofHours(23).toSeconds());

      running.note(founded);
      clock.advance(Duration.ofHours(1));
      backups(running).pass();
      assertThat(files()).as("by the process that was started since").hasSize(3);
      assertThat(metrics.get("bowline.backup.failures").counter().count()).isZero();
    }

    try (var restored = new Running(putBack("bowline-20260302T120000Z.tgz"))) {
      assertThat(restored.authority().fingerprint()).isEqualTo(authority);
      Secret opened =
          restored
              .database
              .transactions()
              .inOrg(org, tx -> restored.vault().open(tx, org, "x", sealed));
      assertThat(opened).isEqualTo(Secret.of("canary"));
      Verification chain =
          restored.database.transactions().inOrg(org, tx -> restored.audit().verify(tx, org));
      assertThat(chain).isEqualTo(new Verification.Intact(2));
    }
  }

  @Test
  void whatFailsIsSaidAndCountedAndTriedAgainAfterAWhile() throws Exception {
    Files.writeString(backups(), "not a folder");
    try (var running = new Running(folder.resolve("data"));
        KeptLog logged = KeptLog.begin()) {
      Authority _ = running.authority();
      ScheduledBackups tended = backups(running);
      for (int minute = 0; minute < 10; minute++) {
        tended.pass();
        clock.advance(Duration.ofMinutes(1));
      }
      assertThat(metrics.get("bowline.backup.failures").counter().count()).isEqualTo(1);
      assertThat(logged.text())
          .contains("A backup by the clock failed", backups() + " cannot be used: it is a file");

      Files.delete(backups());
      tended.pass();
      assertThat(files()).hasSize(2);
      assertThat(metrics.get("bowline.backup.failures").counter().count()).isEqualTo(1);
    }
  }
}
