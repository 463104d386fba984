package io.bowline.control.platform.store;

import io.bowline.control.platform.Probe;
import jakarta.inject.Singleton;

/// The database is needed for everything.
@Singleton
final class DatabaseProbe implements Probe {
  private final Database database;

  DatabaseProbe(Database database) {
    this.database = database;
  }

  @Override
  public String part() {
    return "database";
  }

  @Override
  public boolean works() {
    return database.answers();
  }
}
