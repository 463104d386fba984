package io.bowline.runner.work;

import io.bowline.model.id.JobId;
import io.bowline.model.job.Failure;
import io.bowline.model.job.StepEvent;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.journal.Entry;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.journal.JobRecord;
import io.bowline.runner.journal.JournalFailedException;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.outbox.Report;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/// One job at work: a handler on a thread of its own, and a second thread that keeps its time.
final class RunningJob {
  private static final Logger LOG = Logger.getLogger(RunningJob.class);
  private static final Duration DISK_RETRY = Duration.ofSeconds(5);
  private static final long EVENTS_PER_RUN = 1_000_000;

  /// What every job works with.
  record Desk(
      JobJournal journal,
      Outbox outbox,
      WorkTerms terms,
      InstantSource time,
      Lane alone,
      Optional<JobHandler> handler) {}

  private final Cancellation cancellation = new Cancellation();
  private final AtomicReference<Optional<JobEnd>> end = new AtomicReference<>(Optional.empty());
  private final SynchronousQueue<Boolean> never = new SynchronousQueue<>();
  private final Assignment assignment;
  private final Desk desk;
  private final Runnable whenOver;
  private final Thread keeper;
  private final Thread worker;
  private volatile boolean abandoned;

  RunningJob(Assignment assignment, Desk desk, Runnable whenOver) {
    this.assignment = assignment;
    this.desk = desk;
    this.whenOver = whenOver;
    keeper = Thread.ofVirtual().name("job-" + job()).unstarted(this::keep);
    worker = Thread.ofVirtual().name("job-" + job() + "-work").unstarted(this::work);
  }

  void start() {
    keeper.start();
  }

  void cancel(String reason) {
    cancellation.ask(reason);
  }

  /// Ends without a result, so that the job goes on after a restart.
  void abandon() {
    abandoned = true;
    worker.interrupt();
    keeper.interrupt();
  }

  void join(Duration atMost) throws InterruptedException {
    if (!keeper.join(atMost)) {
      LOG.debugf("job %s is still at work", job());
    }
  }

  private JobId job() {
    return assignment.job();
  }

  private void keep() {
    try {
      boolean ready = turn();
      try {
        JobEnd how = ready ? watched() : JobEnd.stopped(cancellation.reason().orElse("stopped"));
        if (!abandoned) {
          say(how);
        }
      } finally {
        if (ready && desk.terms().runsAlone(assignment.spec())) {
          desk.alone().leave();
        }
      }
    } catch (InterruptedException e) {
      LOG.infof("job %s stops with the runner and goes on after its restart", job());
    } finally {
      whenOver.run();
    }
  }

  /// Waits until this job may run; false when it is cancelled meanwhile.
  private boolean turn() throws InterruptedException {
    if (cancellation.asked()) {
      return false;
    }
    if (!desk.terms().runsAlone(assignment.spec())) {
      return true;
    }
    return desk.alone().enter(cancellation);
  }

  private JobEnd watched() throws InterruptedException {
    Duration limit = desk.terms().limitOf(assignment.spec());
    worker.start();
    if (worker.join(limit)) {
      return ended();
    }
    cancel("took longer than " + limit);
    if (!worker.join(desk.terms().stopGrace())) {
      worker.interrupt();
      if (!worker.join(desk.terms().stopGrace())) {
        return JobEnd.unclear("took longer than " + limit + " and does not stop");
      }
    }
    return ended();
  }

  private JobEnd ended() {
    return end.get().orElseGet(() -> JobEnd.unclear("the runner failed while at work"));
  }

  private void work() {
    var steps = new JournaledSteps(desk.journal(), job());
    try {
      JobRecord begun = desk.journal().append(new Entry.Began(job()));
      JobHandler handler = desk.handler().orElse(RunningJob::unknownKind);
      end.set(Optional.of(handler.handle(assignment, progress(begun.runs()), cancellation, steps)));
    } catch (InterruptedException e) {
      end.set(Optional.of(JobEnd.unclear("interrupted while at work")));
    } catch (JournalFailedException e) {
      end.set(Optional.of(JobEnd.failed(new Failure("state-disk", e.getMessage(), true))));
    } catch (RuntimeException e) {
      LOG.errorf(e, "job %s ended by an error of the runner", job());
      end.set(Optional.of(broken(e, steps)));
    }
  }

  private static JobEnd broken(RuntimeException e, JournaledSteps steps) {
    String what = "the runner failed: " + e;
    return steps.anyOpen()
        ? JobEnd.unclear(what)
        : JobEnd.failed(new Failure("runner-error", what, false));
  }

  private static JobEnd unknownKind(
      Assignment assignment, Progress progress, Cancellation cancellation, StepJournal steps) {
    return JobEnd.failed(
        new Failure(
            "unsupported-job",
            "this runner cannot do a job of kind " + assignment.spec().kind() + "; update it",
            false));
  }

  private Progress progress(int run) {
    var count = new AtomicLong((run - 1) * EVENTS_PER_RUN);
    return (step, state, message) -> {
      var event =
          new StepEvent(count.incrementAndGet(), step, state, message, desk.time().instant());
      desk.outbox().add(new Report.Progress(job(), epoch(), List.of(event)));
    };
  }

  private long epoch() {
    return desk.journal().find(job()).map(JobRecord::epoch).orElse(assignment.epoch());
  }

  /// A result that the disk does not take is kept and tried again: it must not be lost.
  private void say(JobEnd how) throws InterruptedException {
    boolean said = false;
    while (!said) {
      try {
        desk.outbox().add(new Report.Result(job(), epoch(), how.outcome(), how.report()));
        said = true;
      } catch (JournalFailedException e) {
        LOG.errorf("the result of job %s waits for the disk: %s", job(), e.getMessage());
        pause();
      }
    }
  }

  private void pause() throws InterruptedException {
    Boolean _ = never.poll(DISK_RETRY.toMillis(), TimeUnit.MILLISECONDS);
  }
}
