package io.bowline.control.app;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.DatabaseSettings;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.SecretSettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;

/// Reads the master key; makes one only where the whole database is ours, too.
@Singleton
final class MasterKeyProducer {
  @Produces
  @Singleton
  MasterKey masterKey(
      SecretSettings settings, DatabaseSettings database, DataFolder folder, SecureRandom random) {
    Optional<DataFolder> own = database.url().isPresent() ? Optional.empty() : Optional.of(folder);
    return MasterKey.load(settings, own, random);
  }
}
