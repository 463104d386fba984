package io.bowline.control.app;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.departure.Departures;
import io.bowline.control.departure.store.PgDepartureStore;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.Certificates;
import io.bowline.control.identity.store.IssuingKeyStore;
import io.bowline.control.org.Organizations;
import io.bowline.control.org.store.OrgRows;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.Database;
import io.bowline.control.platform.store.DatabaseAddress;
import io.bowline.control.platform.store.Login;
import io.bowline.control.secret.KeyRotation;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.PurposeKeys;
import io.bowline.control.secret.SealedColumn;
import io.bowline.control.secret.TestKeys;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.control.secret.store.PurposeKeyRows;
import io.bowline.model.id.OrgId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Work of the control plane in a process of its own, on a database of somebody else's, so that it
/// can be killed.
final class WorkInChild {
  /// What is done, to its end.
  enum Work {
    ROTATE,
    TAKE_OVER,
    DEPART
  }

  /// The values that are sealed anew when a data key changes.
  static final List<SealedColumn> COLUMNS =
      List.of(new SealedColumn("sso_attempt", "sealed", "'sso/attempt/' || id"));

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Transactions transactions;
  private final MasterKey master;
  private final Audit audit = new Audit(new AuditChainStore());

  private WorkInChild(Transactions transactions, MasterKey master) {
    this.transactions = transactions;
    this.master = master;
  }

  /// Begins it.
  ///
  /// @param keys the master key, and the other one if there is one
  static Process start(Work work, DatabaseAddress address, Path keys) throws IOException {
    var command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                WorkInChild.class.getName(),
                work.name(),
                address.url(),
                keys.toString())
            .inheritIO();
    Map<String, String> environment = command.environment();
    environment.put("OWNER", address.owner().user());
    environment.put("OWNER_PASSWORD", address.owner().password());
    environment.put("APP", address.app().user());
    environment.put("APP_PASSWORD", address.app().password());
    return command.start();
  }

  /// The key that a folder has, and the other one.
  static MasterKey master(Path folder) {
    var settings = new HashMap<String, String>();
    settings.put("master-key-file", folder.resolve("master.key").toString());
    Path other = folder.resolve("other.key");
    if (other.toFile().exists()) {
      settings.put("other-master-key-file", other.toString());
    }
    return TestKeys.reader(TestKeys.settings(settings)).load(Optional.empty());
  }

  /// Does it.
  ///
  /// @param args the work, the address, a folder with the master keys
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    var address =
        new DatabaseAddress(
            args[1],
            new Login(environment.get("OWNER"), environment.get("OWNER_PASSWORD")),
            new Login(environment.get("APP"), environment.get("APP_PASSWORD")));
    try (Database database = Database.open(address, 2, Duration.ofSeconds(10))) {
      var child = new WorkInChild(database.transactions(), master(Path.of(args[2])));
      switch (Work.valueOf(args[0])) {
        case ROTATE -> child.rotate();
        case TAKE_OVER -> child.takeOver();
        case DEPART -> child.depart();
      }
    }
  }

  private void rotate() {
    var keys = new DataKeyStore();
    var vault = new Vault(master, keys, RANDOM);
    var rotation =
        new KeyRotation(transactions, vault, keys, COLUMNS, audit, TestKeys.settings(Map.of()));
    OrgId org = KilledWorkTest.ORG;
    while (rotation.standing(org).orElseThrow().askedBy().isPresent()) {
      rotation.sweep();
    }
  }

  private void takeOver() {
    var clock = InstantSource.system();
    new MasterKeyTakeover(
            master,
            new Vault(master, new DataKeyStore(), RANDOM),
            new PurposeKeys(master, transactions, new PurposeKeyRows(), RANDOM),
            new Authority(
                transactions,
                new IssuingKeyStore(),
                master,
                new Certificates(clock, RANDOM),
                clock),
            transactions)
        .takeOver();
  }

  private void depart() {
    var clock = InstantSource.system();
    new Departures(
            transactions,
            new PgDepartureStore(),
            new Organizations(transactions, new OrgRows(), audit, new Ids(clock, RANDOM)),
            audit,
            List.of(),
            () -> Duration.ZERO,
            clock)
        .sweep();
  }
}
