package io.bowline.control.app;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.DatabaseSettings;
import io.bowline.control.secret.KeyService;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.MasterKeyReader;
import io.bowline.control.secret.RememberedKeys;
import io.bowline.control.secret.SecretSettings;
import io.bowline.control.secret.kms.AwsKms;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/// Reads the master key; makes one only where the whole database is ours, too.
@Singleton
final class MasterKeyProducer {
  @Produces
  @Singleton
  MasterKey masterKey(
      SecretSettings settings,
      DatabaseSettings database,
      DataFolder folder,
      SecureRandom random,
      InstantSource clock) {
    Optional<DataFolder> own = database.url().isPresent() ? Optional.empty() : Optional.of(folder);
    KeyService kms =
        name -> new RememberedKeys(AwsKms.open(settings, name), settings.dataKeyMemory(), clock);
    return new MasterKeyReader(settings, kms, random).load(own);
  }
}
