package io.bowline.control.secret;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// The key above all keys. It seals the organizations' data keys and the issuing CA's key, and is
/// never in the database.
public final class MasterKey {
  /// Its name in the data folder, when it was made there.
  public static final String FILE = "master.key";

  private final Seal seal;
  private final Optional<MasterKey> other;
  private final SecureRandom random;

  private MasterKey(byte[] key, SecureRandom random) {
    this.seal = new Seal(key, random);
    this.other = Optional.empty();
    this.random = random;
    Arrays.fill(key, (byte) 0);
  }

  private MasterKey(Seal seal, MasterKey other, SecureRandom random) {
    this.seal = seal;
    this.other = Optional.of(other);
    this.random = random;
  }

  /// A key of its own for a purpose, the same on every replica: what is sealed often (a pass for
  /// each login) must not wear out the key that the data keys are under.
  public MasterKey derived(String purpose) {
    var own = new MasterKey(seal.derive(purpose), random);
    return other
        .map(before -> new MasterKey(own.seal, before.derived(purpose), random))
        .orElse(own);
  }

  /// Reads the configured key.
  ///
  /// @param folder where a key may be made when none is configured; empty when the database is not
  ///   ours, since a key that only this machine has would then be no key
  public static MasterKey load(
      SecretSettings settings, Optional<DataFolder> folder, SecureRandom random) {
    return beside(settings, current(settings, folder, random), random);
  }

  private static MasterKey current(
      SecretSettings settings, Optional<DataFolder> folder, SecureRandom random) {
    if (settings.masterKey().isPresent()) {
      return decode(settings.masterKey().get(), "bowline.secret.master-key", random);
    }
    Path file =
        settings
            .masterKeyFile()
            .orElseGet(() ->
                folder
                    .map(data -> made(data, random))
                    .orElseThrow(() ->
                        new StartupFailure(
                            "No master key is configured. With a database of your own, set"
                                + " bowline.secret.master-key-file to a file with 32 bytes"
                                + " in Base64 (openssl rand -base64 32).")));
    try {
      return decode(Files.readString(file), file.toString(), random);
    } catch (IOException e) {
      throw new StartupFailure("The master key %s cannot be read: %s".formatted(file, e), e);
    }
  }

  /// Reads the key that is there, and makes none.
  ///
  /// @param folder where the key is looked for when none is configured
  /// @throws StartupFailure when there is none
  public static MasterKey existing(SecretSettings settings, Path folder, SecureRandom random) {
    return beside(settings, there(settings, folder, random), random);
  }

  private static MasterKey there(SecretSettings settings, Path folder, SecureRandom random) {
    if (settings.masterKey().isPresent()) {
      return decode(settings.masterKey().get(), "bowline.secret.master-key", random);
    }
    Path file = settings.masterKeyFile().orElseGet(() -> folder.resolve(FILE));
    try {
      return decode(Files.readString(file), file.toString(), random);
    } catch (NoSuchFileException e) {
      throw new StartupFailure(
          "There is no master key %s. Put it there, or name it with --secret.master-key-file."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new StartupFailure("The master key %s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static MasterKey beside(SecretSettings settings, MasterKey key, SecureRandom random) {
    return settings
        .otherMasterKeyFile()
        .map(file -> {
          try {
            MasterKey other = decode(Files.readString(file), file.toString(), random);
            return new MasterKey(key.seal, other, random);
          } catch (IOException e) {
            throw new StartupFailure(
                "The other master key %s cannot be read: %s".formatted(file, e), e);
          }
        })
        .orElse(key);
  }

  private static Path made(DataFolder folder, SecureRandom random) {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      return file;
    }
    byte[] key = new byte[Seal.KEY_BYTES];
    random.nextBytes(key);
    try {
      return folder.writePrivate(FILE, Base64.getEncoder().encodeToString(key) + "\n");
    } catch (IOException e) {
      throw new StartupFailure("The master key %s cannot be written: %s".formatted(file, e), e);
    }
  }

  private static MasterKey decode(String text, String source, SecureRandom random) {
    try {
      return new MasterKey(Base64.getDecoder().decode(text.strip()), random);
    } catch (IllegalArgumentException e) {
      throw new StartupFailure(
          "The master key in %s is not 32 bytes in Base64. Make one with openssl rand -base64 32."
              .formatted(source),
          e);
    }
  }

  /// Tells this key from another without telling the key.
  public String fingerprint() {
    return HexFormat.of().formatHex(seal.derive("fingerprint"), 0, 8);
  }

  /// Seals a value of the system itself.
  public Sealed seal(String context, Secret secret) {
    return seal.seal(context, secret);
  }

  /// Opens what `seal` sealed for the same context, also what the other key sealed.
  public Secret open(String context, Sealed sealed) {
    try {
      return seal.open(context, sealed);
    } catch (UnsealException e) {
      return other.orElseThrow(() -> e).open(context, sealed);
    }
  }

  /// Whether there is another key, from which everything is to be taken over.
  public boolean hasOther() {
    return other.isPresent();
  }

  /// What the other key sealed, sealed anew; empty for what is sealed under this one already.
  public Optional<Sealed> renewed(String context, Sealed sealed) {
    try {
      Secret _ = seal.open(context, sealed);
      return Optional.empty();
    } catch (UnsealException e) {
      return Optional.of(seal.seal(context, open(context, sealed)));
    }
  }
}
