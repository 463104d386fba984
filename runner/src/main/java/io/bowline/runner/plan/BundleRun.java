package io.bowline.runner.plan;

import io.bowline.model.job.Failure;
import io.bowline.model.job.StepEvent.State;
import io.bowline.model.plan.StepAction;
import io.bowline.runner.step.Executor;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.Stop;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Runs the steps of one plan: each as soon as those it comes after are healthy, independent ones
/// at the same time. The first that fails stops the others.
final class BundleRun {
  /// What came of the plan.
  sealed interface End {
    /// Every step is applied and healthy.
    record Healthy() implements End {}

    /// One step failed, or the world had moved, or somebody asked to stop.
    ///
    /// @param wrote whether any step may have written
    record Broken(String step, Failure failure, boolean stopped, boolean wrote) implements End {}
  }

  /// A step that is over.
  private record Over(FrozenStep step, StepOutcome outcome, boolean wrote) {}

  private static final Duration END_WITHIN = Duration.ofSeconds(20);

  private final Executors executors;
  private final StepJournal journal;
  private final Progress progress;
  private final Stop stop;
  private final BlockingQueue<Over> over = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /// @param stop asked by the job's cancellation; this run asks it, too, to end a broken plan
  BundleRun(Executors executors, StepJournal journal, Progress progress, Stop stop) {
    this.executors = executors;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
  }

  End run(List<FrozenStep> steps) throws InterruptedException {
    try {
      return runAll(steps);
    } catch (InterruptedException e) {
      // nothing of the job may run on; what was begun is in the journal
      stop.ask("the runner is stopping");
      for (Thread thread : threads) {
        thread.interrupt();
        thread.join(END_WITHIN);
      }
      throw e;
    }
  }

  private End runAll(List<FrozenStep> steps) throws InterruptedException {
    var waiting = new ArrayList<>(steps);
    Set<String> healthy = new HashSet<>();
    Optional<Over> broken = Optional.empty();
    boolean wrote = false;
    int running = 0;
    while (true) {
      if (broken.isEmpty() && stop.reason().isEmpty()) {
        for (FrozenStep step : free(waiting, healthy)) {
          waiting.remove(step);
          running++;
          threads.add(
              Thread.ofVirtual().name("step-" + step.name()).start(() -> over.add(carryOut(step))));
        }
      }
      if (running == 0) {
        return end(broken, waiting, wrote);
      }
      Over one = over.take();
      running--;
      wrote |= one.wrote();
      if (one.outcome() instanceof StepOutcome.Done) {
        healthy.add(one.step().name());
      } else if (broken.isEmpty()) {
        broken = Optional.of(one);
        stop.ask("step " + one.step().name() + " did not work");
      }
    }
  }

  private End end(Optional<Over> broken, List<FrozenStep> waiting, boolean wrote) {
    waiting.forEach(step -> progress.say(step.name(), State.SKIPPED, "not begun"));
    if (broken.isPresent()) {
      Over one = broken.get();
      boolean stopped = one.outcome() instanceof StepOutcome.Stopped;
      return new End.Broken(one.step().name(), failure(one.outcome()), stopped, wrote);
    }
    if (!waiting.isEmpty()) {
      String why = stop.reason().orElse("stopped");
      return new End.Broken("", new Failure("stopped", why, false), true, wrote);
    }
    return new End.Healthy();
  }

  private static List<FrozenStep> free(List<FrozenStep> waiting, Set<String> healthy) {
    return waiting.stream().filter(step -> healthy.containsAll(step.planned().after())).toList();
  }

  private Over carryOut(FrozenStep step) {
    if (step.planned().action() == StepAction.NONE) {
      progress.say(step.name(), State.SUCCEEDED, "nothing to change");
      return new Over(step, new StepOutcome.Done("nothing to change"), false);
    }
    StepJournal.Before before = journal.before(step.name());
    if (before instanceof StepJournal.Before.Done) {
      return told(step, new StepOutcome.Done("was done before the runner stopped"), true);
    }
    boolean begun = before instanceof StepJournal.Before.Started;
    try {
      if (!step.intact()) {
        var altered =
            StepOutcome.failed(
                "frozen-bytes", "the bytes of step " + step.name() + " are not the approved ones");
        return told(step, altered, begun);
      }
      progress.say(
          step.name(), State.RUNNING, step.planned().action() + " " + step.planned().kind());
      journal.starting(step.name(), step.planned().content().toString());
      StepOutcome outcome = applied(step, begun);
      boolean wrote = begun || !(outcome instanceof StepOutcome.Moved);
      if (outcome instanceof StepOutcome.Done) {
        journal.done(step.name(), step.planned().content().toString());
      }
      return told(step, outcome, wrote);
    } catch (StepException e) {
      return told(step, new StepOutcome.Failed(e.failure()), true);
    } catch (RuntimeException e) {
      // an executor's own fault must not leave the bundle half-way: it counts as the step's failure
      return told(step, StepOutcome.failed("step-broke", step.name() + ": " + e), true);
    }
  }

  private StepOutcome applied(FrozenStep step, boolean begun) {
    Executor executor = executors.of(step.planned().kind());
    var context = new StepContext(stop, line -> progress.say(step.name(), State.RUNNING, line));
    StepOutcome applied = executor.apply(step, begun, context);
    return applied instanceof StepOutcome.Done ? executor.awaitHealth(step, context) : applied;
  }

  private Over told(FrozenStep step, StepOutcome outcome, boolean wrote) {
    switch (outcome) {
      case StepOutcome.Done(String message) -> progress.say(step.name(), State.SUCCEEDED, message);
      case StepOutcome.Moved(String what) -> progress.say(step.name(), State.FAILED, what);
      case StepOutcome.Failed(Failure failure) ->
          progress.say(step.name(), State.FAILED, failure.message());
      case StepOutcome.Stopped(String reason) -> progress.say(step.name(), State.FAILED, reason);
    }
    return new Over(step, outcome, wrote);
  }

  private static Failure failure(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Done(String message) -> new Failure("done", message, false);
      case StepOutcome.Moved(String what) -> new Failure("world-moved", what, false);
      case StepOutcome.Failed(Failure failure) -> failure;
      case StepOutcome.Stopped(String reason) -> new Failure("stopped", reason, false);
    };
  }
}
