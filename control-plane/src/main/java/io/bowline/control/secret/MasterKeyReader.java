package io.bowline.control.secret;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds the master key that is configured: in a file, in the environment, or in a key management
/// service.
public final class MasterKeyReader {
  private static final String HOW = "Make one with openssl rand -base64 32.";

  private final SecretSettings settings;
  private final KeyService service;
  private final SecureRandom random;

  /// @param service where a key is that is configured as one of a service
  public MasterKeyReader(SecretSettings settings, KeyService service, SecureRandom random) {
    this.settings = settings;
    this.service = service;
    this.random = random;
  }

  /// Reads the configured key, or makes one.
  ///
  /// @param folder where a key may be made when none is configured; empty when the database is not
  ///   ours, since a key that only this machine has would then be no key
  /// @throws StartupFailure saying what to do, when there is none that can be used
  public MasterKey load(Optional<DataFolder> folder) {
    return beside(
        configured()
            .orElseGet(() ->
                read(
                    folder
                        .map(this::made)
                        .orElseThrow(() ->
                            new StartupFailure(
                                "No master key is configured. With a database of your own, set"
                                    + " bowline.secret.master-key-file to a file with 32 bytes"
                                    + " in Base64 (openssl rand -base64 32), or"
                                    + " bowline.secret.kms-key to a key of AWS KMS.")))));
  }

  /// Reads the key that is there, and makes none.
  ///
  /// @param folder where the key is looked for when none is configured
  /// @throws StartupFailure when there is none
  public MasterKey existing(Path folder) {
    return beside(configured().orElseGet(() -> read(folder.resolve(MasterKey.FILE))));
  }

  private Optional<KeyWrap> configured() {
    if (settings.kmsKey().isPresent()
        && (settings.masterKey().isPresent() || settings.masterKeyFile().isPresent())) {
      throw new StartupFailure(
          "Two master keys are configured: bowline.secret.kms-key, and one that is no key of a"
              + " service. Set one of them; the one before is named with"
              + " bowline.secret.other-master-key-file or bowline.secret.other-kms-key.");
    }
    Supplier<Optional<KeyWrap>> file = () -> settings.masterKeyFile().map(this::read);
    return settings
        .kmsKey()
        .map(service::open)
        .or(() -> settings.masterKey().map(key -> decode(key, "bowline.secret.master-key")))
        .or(file);
  }

  private MasterKey beside(KeyWrap key) {
    if (settings.otherMasterKeyFile().isPresent() && settings.otherKmsKey().isPresent()) {
      throw new StartupFailure(
          "Set either bowline.secret.other-master-key-file or bowline.secret.other-kms-key: keys"
              + " are taken over from one other master key at a time.");
    }
    Optional<KeyWrap> other =
        settings
            .otherKmsKey()
            .map(service::open)
            .or(() -> settings.otherMasterKeyFile().map(this::read));
    return new MasterKey(key, other.map(before -> new MasterKey(before, Optional.empty())));
  }

  private Path made(DataFolder folder) {
    Path file = folder.resolve(MasterKey.FILE);
    if (Files.exists(file)) {
      return file;
    }
    byte[] key = new byte[Seal.KEY_BYTES];
    random.nextBytes(key);
    try {
      String text = Base64.getEncoder().encodeToString(key);
      return folder.writePrivate(MasterKey.FILE, text + "\n");
    } catch (IOException e) {
      throw new StartupFailure("The master key %s cannot be written: %s".formatted(file, e), e);
    }
  }

  private KeyWrap read(Path file) {
    try {
      return decode(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new StartupFailure(
          "There is no master key %s. Put it there, or name it with --secret.master-key-file."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new StartupFailure("The master key %s cannot be read: %s".formatted(file, e), e);
    }
  }

  private KeyWrap decode(String text, String source) {
    try {
      return new LocalKey(Base64.getDecoder().decode(text.strip()), random);
    } catch (IllegalArgumentException e) {
      throw new StartupFailure(
          "The master key in %s is not 32 bytes in Base64. %s".formatted(source, HOW), e);
    }
  }
}
