package io.bowline.runner.readiness;

import io.bowline.runner.finding.ReadinessBoard;
import io.bowline.runner.platform.Activity;
import io.bowline.runner.step.Stop;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Looks at a steady pace, for as long as the runner runs.
final class ReadinessWatch implements Activity {
  private static final Logger LOG = Logger.getLogger(ReadinessWatch.class);
  private static final Duration LONGEST = Duration.ofSeconds(40);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final ReadinessLook look;
  private final ReadinessBoard board;
  private final Duration every;
  private final boolean wanted;
  private final Stop stop = new Stop();
  private final Thread thread = Thread.ofVirtual().name("readiness").unstarted(this::run);

  /// @param every between two looks; at most 40 s, so that one a minute is told, and at least 1 s
  /// @param wanted false for a runner that is no fleet's
  ReadinessWatch(ReadinessLook look, ReadinessBoard board, Duration every, boolean wanted) {
    this.look = look;
    this.board = board;
    this.every = every.compareTo(LONGEST) > 0 ? LONGEST : max(every, SHORTEST);
    this.wanted = wanted;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private void run() {
    try {
      do {
        try {
          board.post(look.look());
        } catch (RuntimeException e) {
          LOG.warnf("Whether a Kafka cluster could be created is not known now: %s", e.toString());
        }
      } while (!stop.within(every));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int phase() {
    return WORKS;
  }

  @Override
  public void start() {
    if (wanted) {
      thread.start();
    }
  }

  @Override
  public void stop() throws InterruptedException {
    stop.ask("the runner stops");
    thread.interrupt();
    if (wanted) {
      thread.join(Duration.ofSeconds(5));
    }
  }
}
