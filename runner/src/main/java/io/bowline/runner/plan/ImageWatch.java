package io.bowline.runner.plan;

import io.bowline.model.finding.Finding;
import io.bowline.model.finding.FindingKind;
import io.bowline.runner.finding.Board;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.platform.Activity;
import io.bowline.runner.work.JobHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Looks at the images that run after every job that may have changed them, and at a steady pace:
/// what others put into the cluster meanwhile is found as well.
public final class ImageWatch implements Activity {
  private static final Logger LOG = Logger.getLogger(ImageWatch.class);

  /// A runner that starts has better things to do.
  private static final Duration AFTER_THE_START = Duration.ofSeconds(20);

  private final PlanRoom room;
  private final Board board;
  private final Duration every;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("image-watch").unstarted(this::run);

  public ImageWatch(PlanRoom room, Board board, Duration every) {
    this.room = room;
    this.board = board;
    this.every = every;
  }

  /// The job, after which everything is looked at, however it ended.
  public JobHandler after(JobHandler job) {
    return (assignment, progress, cancellation, steps) -> {
      try {
        return job.handle(assignment, progress, cancellation, steps);
      } finally {
        wanted.release();
      }
    };
  }

  /// Looks once, and puts up what there is.
  void look() {
    List<ComponentRecord> components = room.record().components();
    List<Finding> found =
        components.isEmpty()
            ? List.of()
            : new RunningImages(room.executors().get()).found(components);
    board.post(FindingKind.FOREIGN_IMAGE, found);
  }

  private void run() {
    try {
      Duration next = AFTER_THE_START;
      while (true) {
        boolean _ = wanted.tryAcquire(next.toMillis(), TimeUnit.MILLISECONDS);
        wanted.drainPermits();
        lookSafely();
        next = every;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      // no cluster yet, or a record that cannot be read: the next round looks again
      LOG.warnf("The images that run cannot be looked at now: %s", e.toString());
      String why = "the runner cannot look: " + e.getMessage();
      board.post(
          FindingKind.FOREIGN_IMAGE,
          List.of(new Finding.Unchecked(FindingKind.FOREIGN_IMAGE, why)));
    }
  }

  @Override
  public int phase() {
    return WORKS;
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(5));
  }
}
