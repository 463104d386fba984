package io.bowline.runner.lease;

import io.bowline.model.job.StepEvent.State;
import io.bowline.runner.host.Host;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.step.FencedException;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.Stop;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// A job that changes or measures the install: it waits for the lease, works while it is held, and
/// claims nothing once it is lost.
public final class LeasedJob implements JobHandler {
  private static final Logger LOG = Logger.getLogger(LeasedJob.class);
  private static final String LEASE = "lease";

  private final Supplier<InstallLease> lease;
  private final Host host;
  private final JobHandler job;

  public LeasedJob(Supplier<InstallLease> lease, Host host, JobHandler job) {
    this.lease = lease;
    this.host = host;
    this.job = job;
  }

  @Override
  public JobEnd handle(
      Assignment assignment, Progress progress, Cancellation cancellation, StepJournal steps)
      throws InterruptedException {
    var stop = new Stop();
    try (var _ = cancellation.whenAsked(stop::ask)) {
      Optional<InstallLease.Held> held =
          lease.get().take(stop, line -> waits(line, progress), why -> lost(why, cancellation));
      if (held.isEmpty()) {
        return JobEnd.stopped(stop.reason().orElse("stopped"));
      }
      try (var _ = held.get()) {
        return job.handle(assignment, progress, cancellation, steps);
      }
    } catch (FencedException e) {
      return JobEnd.unclear(String.valueOf(e.getMessage()));
    } catch (ApiFailure e) {
      return JobEnd.failed(e.asStepFailure().failure());
    } catch (StepException e) {
      return JobEnd.failed(e.failure());
    }
  }

  private static void waits(String line, Progress progress) {
    LOG.info(line);
    progress.say(LEASE, State.RUNNING, line);
  }

  /// Children may write, too, so they die first.
  private void lost(String why, Cancellation cancellation) {
    LOG.errorf("%s: the job at work stops and claims nothing", why);
    host.killAll(why);
    cancellation.ask(why);
  }
}
