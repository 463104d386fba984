package io.bowline.control.platform.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Rows that a test holds, so that whoever comes to them waits, and is seen to.
public final class HeldRows implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final long BETWEEN_LOOKS_NANOS = 2_000_000;

  private final Connection holder;
  private final Connection watcher;

  private HeldRows(Connection holder, Connection watcher) {
    this.holder = holder;
    this.watcher = watcher;
  }

  /// Holds what a query `select ... for update` finds, as the owner of the tables.
  public static HeldRows of(DatabaseAddress address, String query) throws SQLException {
    Connection holder = Connections.open(address.url(), address.owner());
    try (Statement statement = holder.createStatement()) {
      statement.execute("set bowline.task = 'keeping'");
      // the rows are held for as long as a child takes to start
      statement.execute("set idle_in_transaction_session_timeout = 0");
      holder.setAutoCommit(false);
      try (var rows = statement.executeQuery(query)) {
        if (!rows.next()) {
          throw new IllegalStateException("there is nothing to hold: " + query);
        }
      }
    }
    return new HeldRows(holder, Connections.open(address.url(), address.owner()));
  }

  /// Waits until somebody waits for the rows.
  ///
  /// @return which backend of the database that is
  public int awaitWaiter() throws SQLException {
    int own;
    try (Statement statement = holder.createStatement();
        var row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      own = row.getInt(1);
    }
    return await(
        "nobody came to the rows",
        "select min(pid) from pg_locks where not granted and %d = any (pg_blocking_pids(pid))"
            .formatted(own));
  }

  /// Lets the rows go, and waits until a backend that was left alone has found that out.
  public void releaseTo(int orphan) throws SQLException {
    holder.rollback();
    await(
        "the orphan is still at work",
        "select min(1) from (select 1) x where not exists (select 1 from pg_stat_activity where pid = %d)"
            .formatted(orphan));
  }

  private int await(String otherwise, String query) throws SQLException {
    Instant end = Instant.now().plus(LONGEST);
    while (true) {
      Optional<Integer> found = asked(query);
      if (found.isPresent()) {
        return found.get();
      }
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException(otherwise);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
  }

  private Optional<Integer> asked(String query) throws SQLException {
    try (Statement statement = watcher.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      int found = row.getInt(1);
      return row.wasNull() ? Optional.empty() : Optional.of(found);
    }
  }

  @Override
  public void close() throws SQLException {
    holder.close();
    watcher.close();
  }
}
