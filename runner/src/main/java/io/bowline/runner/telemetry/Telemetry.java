package io.bowline.runner.telemetry;

import io.bowline.runner.platform.Activity;
import io.bowline.runner.telemetry.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.jboss.logging.Logger;

/// Sends what is spooled, and reads metrics at a steady pace.
final class Telemetry implements Activity {
  private static final Logger LOG = Logger.getLogger(Telemetry.class);

  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Sender> senders = new ArrayList<>();
  private final List<Way> ways;
  private final Round scrape;
  private final Duration every;
  private final LongUnaryOperator jitter;
  private final Thread reader = Thread.ofVirtual().name("scrape").unstarted(this::read);

  /// Out of the account, from its spool.
  record Way(String name, Spool spool, Push push) {}

  /// One look at all that is measured.
  @FunctionalInterface
  interface Round {
    void look() throws IOException;
  }

  /// @param jitter a random number from 0 to its argument
  Telemetry(List<Way> ways, Round scrape, Duration every, LongUnaryOperator jitter) {
    this.ways = List.copyOf(ways);
    this.scrape = scrape;
    this.every = every;
    this.jitter = jitter;
  }

  @Override
  public int phase() {
    return KEEPS;
  }

  @Override
  public void start() {
    ways.forEach(way -> senders.add(new Sender(way.name(), way.spool(), way.push(), jitter)));
    reader.start();
  }

  @Override
  public void stop() throws InterruptedException {
    stop.countDown();
    reader.interrupt();
    reader.join();
    senders.forEach(Sender::close);
  }

  private void read() {
    try {
      while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        once(scrape);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void once(Round round) {
    try {
      round.look();
    } catch (IOException e) {
      LOG.warnf("metrics could not be kept: %s", e.getMessage());
    }
  }
}
