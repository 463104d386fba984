package io.bowline.control.platform.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A second transaction beside a test's own, of which the test sees whether it waits for a lock.
public final class Waiting<T> {
  private static final int SECONDS = 30;

  private final CompletableFuture<T> answer = new CompletableFuture<>();

  private Waiting() {}

  /// Begins work on a thread of its own and comes back when it waits for somebody, or is done.
  public static <T> Waiting<T> begin(Callable<T> work) {
    var waiting = new Waiting<T>();
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                waiting.answer.complete(work.call());
              } catch (Exception e) {
                waiting.answer.completeExceptionally(e);
              }
            });
    try (Connection database = TestDatabase.owner();
        Statement statement = database.createStatement()) {
      while (!waiting.answer.isDone() && !waits(statement)) {
        Thread.onSpinWait();
      }
      return waiting;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean waits(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("select exists (select 1 from pg_locks where not granted)")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  /// What came of it; what it threw is thrown.
  public T end() throws ExecutionException, InterruptedException, TimeoutException {
    Future<T> done = answer;
    return done.get(SECONDS, TimeUnit.SECONDS);
  }
}
