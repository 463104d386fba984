package io.bowline.control.runner;

import java.time.Duration;

/// Whether a runner whose certificate ended may come back by its long-lived key.
///
/// @param within for how long after the certificate's end
public record RecoveryPolicy(boolean allowed, Duration within) {
  /// What holds where an organization said nothing: nobody is stranded by a long winter.
  public static final RecoveryPolicy STANDARD = new RecoveryPolicy(true, Duration.ofDays(365));
}
