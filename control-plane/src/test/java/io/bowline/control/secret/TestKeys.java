package io.bowline.control.secret;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// The master key of tests on the shared database.
public final class TestKeys {
  private TestKeys() {}

  /// Always the same.
  public static MasterKey master() {
    return MasterKey.load(new Fixed(), Optional.empty(), new SecureRandom());
  }

  private record Fixed() implements SecretSettings {
    @Override
    public Optional<Path> masterKeyFile() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> otherMasterKeyFile() {
      return Optional.empty();
    }

    @Override
    public Optional<String> masterKey() {
      return Optional.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    }
  }
}
