package io.bowline.control.platform.store;

import io.bowline.control.platform.PoolUse;
import jakarta.inject.Singleton;

/// Asks the pool itself.
@Singleton
final class AgroalPoolUse implements PoolUse {
  private final Database database;

  AgroalPoolUse(Database database) {
    this.database = database;
  }

  @Override
  public long active() {
    return database.poolMetrics().activeCount();
  }

  @Override
  public long idle() {
    return database.poolMetrics().availableCount();
  }

  @Override
  public long waiting() {
    return database.poolMetrics().awaitingCount();
  }
}
