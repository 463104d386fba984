package io.bowline.runner.step.kube;

import io.bowline.model.job.Failure;
import io.bowline.runner.step.StepException;

/// What the API server answered in place of doing what it was asked.
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final int code;

  ApiFailure(int code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /// The HTTP status, 0 when there was no answer.
  public int code() {
    return code;
  }

  /// Whether a server-side apply names fields that the object's kind does not have.
  public boolean isAboutFieldsNotYetDefined() {
    return String.valueOf(getMessage()).contains("field not declared in schema");
  }

  /// The same as a step's failure; worth another try when the server was not to be reached.
  public StepException asStepFailure() {
    boolean retryable = code == 0 || code == TOO_MANY_REQUESTS || code >= SERVER_ERROR;
    String message = getMessage() == null ? "the API server failed" : getMessage();
    return new StepException(new Failure("kubernetes-api", message, retryable), this);
  }
}
