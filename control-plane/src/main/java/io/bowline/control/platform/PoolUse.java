package io.bowline.control.platform;

/// How much of the pool of database connections is in use.
public interface PoolUse {
  long active();

  long idle();

  /// Requests that wait for a connection.
  long waiting();
}
