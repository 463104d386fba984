package io.bowline.driver.state;

import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;

/// A cloud did not do what it was asked for. The message is our own, says what to do, and quotes
/// nothing of the cloud's.
public final class CloudRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final boolean retryable;

  /// @param reason for machines: a short word
  /// @param retryable whether asking again later may help
  public CloudRefusal(String reason, String message, boolean retryable) {
    super(message);
    this.reason = reason;
    this.retryable = retryable;
  }

  /// Nobody was signed in, and a check says why.
  public static CloudRefusal of(Check signIn) {
    return signIn.result() == Result.FAILED
        ? new CloudRefusal("credentials-refused", signIn.detail(), false)
        : new CloudRefusal("cloud-silent", signIn.detail(), true);
  }

  /// The cloud said nothing that can be used.
  public static CloudRefusal silent(String why) {
    return new CloudRefusal("cloud-silent", why, true);
  }

  public String reason() {
    return reason;
  }

  public boolean retryable() {
    return retryable;
  }
}
