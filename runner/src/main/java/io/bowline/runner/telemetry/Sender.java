package io.bowline.runner.telemetry;

import io.bowline.runner.telemetry.spool.Batch;
import io.bowline.runner.telemetry.spool.Spool;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import org.jboss.logging.Logger;

/// Drains one spool: sends the oldest batch until it is taken, then the next. A batch that is
/// refused for good is dropped with a warning, since it would stand in the way of all later ones
/// forever.
public final class Sender implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Sender.class);
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;
  private static final int GIVE_UP_AFTER = 5;

  private final String name;
  private final Spool spool;
  private final Push push;
  private final LongUnaryOperator jitter;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private final Thread thread;
  private boolean closed;

  /// @param name of what is sent, for log lines
  /// @param jitter a random number from 0 to its argument
  public Sender(String name, Spool spool, Push push, LongUnaryOperator jitter) {
    this.name = name;
    this.spool = spool;
    this.push = push;
    this.jitter = jitter;
    this.thread = Thread.ofVirtual().name("send-" + name).start(this::drain);
  }

  private void drain() {
    int failures = 0;
    int unread = 0;
    try {
      while (!Thread.interrupted()) {
        try {
          failures = deliver(spool.await(), failures);
          unread = 0;
        } catch (ClosedByInterruptException e) {
          return; // closing, in the middle of reading
        } catch (IOException e) {
          unread++;
          unreadable(unread, e);
        }
      }
    } catch (InterruptedException e) {
      // closing: what is in the spool waits there for the next start
      Thread.currentThread().interrupt();
    }
  }

  /// The disk may give it out a little later; a batch that it never gives out must not stand in the
  /// way of all others.
  private void unreadable(int times, IOException why) throws InterruptedException {
    LOG.errorf("The spool of %s cannot be read: %s", name, why);
    if (times % GIVE_UP_AFTER == 0) {
      try {
        spool.giveUpOldest();
      } catch (IOException e) {
        LOG.errorf("Nor can its oldest batch be given up: %s", e);
      }
    }
    pause(Math.max(1, backOff(times)));
  }

  /// @return consecutive failures after this attempt
  private int deliver(Batch batch, int failures) throws IOException, InterruptedException {
    switch (push.send(batch)) {
      case Push.Answer.Taken _ -> {
        spool.acked(batch);
        return 0;
      }
      case Push.Answer.Refused(String why) -> {
        LOG.warnf("Dropped %d of %s: refused: %s", batch.readings().size(), name, why);
        spool.acked(batch);
        return 0;
      }
      case Push.Answer.Later(String why, Duration atLeast) -> {
        if (failures == 0) {
          LOG.infof("Sending %s pauses: %s; %d bytes wait", name, why, spool.bytes());
        }
        pause(Math.max(atLeast.toMillis(), backOff(failures)));
        return failures + 1;
      }
    }
  }

  private long backOff(int failures) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 6));
    return jitter.applyAsLong(longest);
  }

  private void pause(long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!closed && left > 0) {
        left = closing.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
