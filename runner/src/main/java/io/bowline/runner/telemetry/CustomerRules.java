package io.bowline.runner.telemetry;

import io.bowline.runner.telemetry.redact.Redaction;

/// What the customer wants masked, as their file says now.
@FunctionalInterface
public interface CustomerRules {
  /// Reads the file again.
  ///
  /// @throws IllegalArgumentException naming the rule that cannot be used; then nothing is captured
  Redaction now();
}
