package io.bowline.runner.step;

import io.bowline.model.job.Failure;

/// Leaves an executor's depths with the reason; its edge turns it into an outcome.
public final class StepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public StepException(String reason, String message) {
    this(new Failure(reason, message, false));
  }

  public StepException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public StepException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
