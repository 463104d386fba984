package io.bowline.runner.hosted;

/// A job does not get its secret.
public final class HandoverException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  /// @param retryable whether asking again later may help
  public HandoverException(String message, boolean retryable) {
    super(message);
    this.retryable = retryable;
  }

  public boolean retryable() {
    return retryable;
  }
}
