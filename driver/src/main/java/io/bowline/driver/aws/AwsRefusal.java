package io.bowline.driver.aws;

/// AWS did not do what it was asked for. The message is our own, says what to do, and quotes
/// nothing of AWS's.
public final class AwsRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final boolean retryable;

  /// @param reason for machines: a short word
  /// @param retryable whether asking again later may help
  AwsRefusal(String reason, String message, boolean retryable) {
    super(message);
    this.reason = reason;
    this.retryable = retryable;
  }

  public String reason() {
    return reason;
  }

  public boolean retryable() {
    return retryable;
  }
}
