package io.bowline.runner.hosted;

import io.bowline.model.job.Failure;
import io.bowline.model.job.StepEvent;
import io.bowline.proto.handover.Credential;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.journal.JournalFailedException;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;

/// A job that begins with its secret in hand and leaves nothing of it behind.
public final class CredentialedJob implements JobHandler {
  private static final String STEP = "credential";

  private final Handovers handovers;
  private final Errand errand;

  /// What is done with the secret. It is overwritten when this returns, so nothing may keep it.
  @FunctionalInterface
  public interface Errand {
    JobEnd run(
        Assignment assignment,
        Credential credential,
        Progress progress,
        Cancellation cancellation,
        StepJournal steps)
        throws InterruptedException;
  }

  public CredentialedJob(Handovers handovers, Errand errand) {
    this.handovers = handovers;
    this.errand = errand;
  }

  @Override
  public JobEnd handle(
      Assignment assignment, Progress progress, Cancellation cancellation, StepJournal steps)
      throws InterruptedException {
    if (cancellation.asked()) {
      return JobEnd.stopped(cancellation.reason().orElse("stopped"));
    }
    progress.say(STEP, StepEvent.State.RUNNING, "asks for the credential");
    try (Credential credential = handovers.ask(assignment)) {
      progress.say(STEP, StepEvent.State.SUCCEEDED, "");
      return errand.run(assignment, credential, progress, cancellation, steps);
    } catch (HandoverException e) {
      String message = String.valueOf(e.getMessage());
      progress.say(STEP, StepEvent.State.FAILED, message);
      return JobEnd.failed(new Failure("no-credential", message, e.retryable()));
    } catch (JournalFailedException e) {
      throw e;
    } catch (RuntimeException e) {
      // its words are somebody else's, and may hold the credential
      String what = "the runner failed (%s)".formatted(e.getClass().getSimpleName());
      return JobEnd.failed(new Failure("runner-error", what, false));
    }
  }
}
