package io.bowline.control.platform.store;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.DatabaseSettings;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Up;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;

/// Makes the database available for injection: the embedded one, or that of `bowline.database.url`.
@Singleton
final class DatabaseProducer {
  private Optional<EmbeddedDatabase> embedded = Optional.empty();

  @Produces
  @Singleton
  Database database(DatabaseSettings settings, DataFolder data, SecureRandom random) {
    DatabaseAddress address =
        settings
            .url()
            .map(url -> external(url, settings))
            .orElseGet(() -> start(settings, data, random));
    return Database.open(address, settings.poolSize(), settings.poolWait());
  }

  @Produces
  @Singleton
  Transactions transactions(Database database) {
    return database.transactions();
  }

  void settled(@Observes Up up) {
    embedded.ifPresent(EmbeddedDatabase::settled);
    embedded.ifPresent(EmbeddedDatabase::keepUp);
  }

  void close(@Disposes Database database) {
    database.close();
    embedded.ifPresent(EmbeddedDatabase::close);
  }

  private DatabaseAddress start(DatabaseSettings settings, DataFolder data, SecureRandom random) {
    EmbeddedDatabase started = EmbeddedDatabase.start(data, settings.appUser(), random);
    embedded = Optional.of(started);
    return started.address();
  }

  private static DatabaseAddress external(String url, DatabaseSettings settings) {
    return new DatabaseAddress(
        url,
        new Login(
            needed(settings.ownerUser(), "owner-user"),
            needed(settings.ownerPassword(), "owner-password")),
        new Login(settings.appUser(), needed(settings.appPassword(), "app-password")));
  }

  private static String needed(Optional<String> value, String key) {
    return value.orElseThrow(() ->
        new StartupFailure(
            "bowline.database.url is set but bowline.database.%s is not. Set it too."
                .formatted(key)));
  }
}
