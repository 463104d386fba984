package io.bowline.runner.hosted;

import io.bowline.proto.handover.Credential;
import io.bowline.runner.intake.Assignment;

/// Gets the secret that a job names, for the time that the job works with it.
@FunctionalInterface
public interface Handovers {
  /// Asks for it, with a key that is made for this call.
  ///
  /// @throws HandoverException when there is none to be had
  Credential ask(Assignment assignment) throws InterruptedException;
}
