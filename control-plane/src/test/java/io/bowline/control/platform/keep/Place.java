package io.bowline.control.platform.keep;

import io.bowline.control.identity.Authority;
import io.bowline.control.identity.Certificates;
import io.bowline.control.identity.KeyFit;
import io.bowline.control.identity.store.IssuingKeyStore;
import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.DatabaseSettings;
import io.bowline.control.platform.Sources;
import io.bowline.control.platform.store.Database;
import io.bowline.control.platform.store.EmbeddedDatabase;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.TestKeys;
import io.bowline.control.telemetry.Telemetry;
import io.bowline.control.telemetry.TestRoom;
import io.bowline.registry.disk.LocalDisk;
import io.bowline.registry.disk.RegistryFolder;
import io.bowline.registry.platform.RandomNames;
import io.bowline.registry.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// A control plane's data folder with all that keeps something in it, as the process has it open.
final class Place implements AutoCloseable {
  static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  final DataFolder folder;
  final EmbeddedDatabase embedded;
  final Database database;
  final Authority authority;
  final Storage registry;
  final Telemetry telemetry;

  private Place(Path path) throws IOException {
    SecureRandom random = new SecureRandom();
    folder = DataFolder.claim(path).whole();
    Files.writeString(folder.resolve(MasterKey.FILE), KEY);
    embedded = EmbeddedDatabase.start(folder, "bowline_app", random);
    database = Database.open(embedded.address(), 4, Duration.ofSeconds(60));
    authority =
        new Authority(
            database.transactions(),
            new IssuingKeyStore(),
            master(Optional.empty(), path),
            new Certificates(InstantSource.system(), random),
            InstantSource.system());
    Files.createDirectories(folder.resolve("artifacts"));
    registry = RegistryFolder.open(new LocalDisk(), folder.resolve("artifacts"), new RandomNames());
    telemetry =
        new Telemetry(
            folder.resolve("telemetry"), TestRoom.sizes(32 * 1024, 1000, 16), TestRoom.enough());
  }

  static Place open(Path path) throws IOException {
    return new Place(path);
  }

  /// Backing up and restoring of the folder, under the key that lies in it or another one.
  static Keeping keeping(Path path, Optional<String> key) {
    return new Keeping(
        new Embedded(),
        () -> sealingKey(path, key),
        new Places(path, path.resolve("artifacts")),
        Sources.unmanaged());
  }

  static DatabaseSettings embedded() {
    return new Embedded();
  }

  private static SealingKey sealingKey(Path path, Optional<String> key) {
    MasterKey master = master(key, path);
    return new SealingKey(master.fingerprint(), sealed -> KeyFit.opens(master, sealed));
  }

  /// The key that lies in the folder, or another one.
  static MasterKey master(Optional<String> key, Path path) {
    Map<String, String> settings = key.map(each -> Map.of("master-key", each)).orElse(Map.of());
    return TestKeys.reader(TestKeys.settings(settings)).existing(path);
  }

  @Override
  public void close() throws IOException {
    telemetry.close();
    database.close();
    embedded.close();
    folder.close();
  }

  private record Embedded() implements DatabaseSettings {
    @Override
    public Optional<String> url() {
      return Optional.empty();
    }

    @Override
    public Optional<String> ownerUser() {
      return Optional.empty();
    }

    @Override
    public Optional<String> ownerPassword() {
      return Optional.empty();
    }

    @Override
    public String appUser() {
      return "bowline_app";
    }

    @Override
    public Optional<String> appPassword() {
      return Optional.empty();
    }

    @Override
    public int poolSize() {
      return 4;
    }

    @Override
    public Duration poolWait() {
      return Duration.ofSeconds(60);
    }
  }
}
