package io.bowline.control.platform.event.store;

import io.bowline.control.platform.event.EventSettings;
import io.bowline.control.platform.event.Hints;
import io.bowline.control.platform.store.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Listens to the database on a connection of its own and passes hints on. While it is deaf the
/// sweep goes on, so that nothing waits for a hint.
@Singleton
public final class Ear implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Ear.class);

  private final Database database;
  private final Hints hints;
  private final Duration sweep;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean listening;

  public Ear(Database database, Hints hints, EventSettings settings) {
    this.database = database;
    this.hints = hints;
    this.sweep = settings.sweep();
  }

  void start(@Observes StartupEvent started) {
    open();
  }

  void stop(@Observes ShutdownEvent stopping) {
    close();
  }

  /// Begins to listen.
  public void open() {
    Thread.ofVirtual().name("ear").start(this::listenUntilClosed);
  }

  /// Whether it hears at present.
  public boolean listening() {
    return listening;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void listenUntilClosed() {
    while (closed.getCount() > 0) {
      try (Connection connection = database.listening()) {
        listen(connection);
      } catch (SQLException e) {
        if (closed.getCount() > 0) {
          LOG.warnf(
              "No hints from the database, only sweeps, until it is back: %s", e.getMessage());
          pause();
        }
      }
      listening = false;
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + HintText.CHANNEL);
    }
    listening = true;
    PGConnection ear = connection.unwrap(PGConnection.class);
    hints.sweep();
    long sweptAt = System.nanoTime();
    while (closed.getCount() > 0) {
      long left = sweep.toNanos() - (System.nanoTime() - sweptAt);
      if (left <= 0) {
        hints.sweep();
        sweptAt = System.nanoTime();
        continue;
      }
      for (PGNotification heard : ear.getNotifications((int) Math.max(1, left / 1_000_000))) {
        HintText.tell(heard.getParameter(), hints);
      }
    }
  }

  private void pause() {
    try {
      if (!closed.await(sweep.toMillis(), TimeUnit.MILLISECONDS)) {
        hints.sweep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }
}
