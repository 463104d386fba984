package io.bowline.runner.work;

import io.bowline.model.id.JobId;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.intake.Order;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.outbox.Outbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The loop: one virtual thread pulls orders, one per job works.
public final class Work {
  private final Lane alone = new Lane();
  private final Map<JobId, RunningJob> running = new ConcurrentHashMap<>();
  private final Map<String, JobHandler> handlers;
  private final Intake intake;
  private final JobJournal journal;
  private final Outbox outbox;
  private final WorkTerms terms;
  private final InstantSource time;
  private final Thread loop;
  private volatile boolean closing;

  /// Does not start yet.
  ///
  /// @param handlers by `JobSpec.kind()`; a job of another kind fails with that reason
  public Work(
      Intake intake,
      JobJournal journal,
      Outbox outbox,
      Map<String, JobHandler> handlers,
      WorkTerms terms,
      InstantSource time) {
    this.intake = intake;
    this.journal = journal;
    this.outbox = outbox;
    this.handlers = Map.copyOf(handlers);
    this.terms = terms;
    this.time = time;
    loop = Thread.ofVirtual().name("work").unstarted(this::pull);
  }

  /// Goes on with what an earlier process left, then takes what comes.
  public void start() {
    loop.start();
  }

  /// Stops: what does not end within this time is interrupted without a result, and goes on when
  /// the runner starts again.
  public void stop(Duration within) throws InterruptedException {
    intake.close("the runner is stopping");
    loop.interrupt();
    loop.join();
    long deadline = System.nanoTime() + within.toNanos();
    List<RunningJob> left = List.copyOf(running.values());
    for (RunningJob job : left) {
      job.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    closing = true;
    left.forEach(RunningJob::abandon);
    for (RunningJob job : left) {
      job.join(terms.stopGrace());
    }
  }

  private void pull() {
    try {
      while (!closing) {
        switch (intake.take()) {
          case Order.Run(Assignment assignment) -> run(assignment);
          case Order.Cancel(JobId job, String reason) ->
              Optional.ofNullable(running.get(job)).ifPresent(held -> held.cancel(reason));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Assignment assignment) {
    var desk =
        new RunningJob.Desk(
            journal,
            outbox,
            terms,
            time,
            alone,
            Optional.ofNullable(handlers.get(kind(assignment))));
    var job = new RunningJob(assignment, desk, () -> running.remove(assignment.job()));
    running.put(assignment.job(), job);
    journal.find(assignment.job()).flatMap(held -> held.cancel()).ifPresent(job::cancel);
    job.start();
  }

  private static String kind(Assignment assignment) {
    return assignment.spec().kind();
  }
}
