package io.bowline.control.runner;

import io.bowline.control.platform.Tx;
import io.bowline.proto.codec.Enrollment;
import java.util.Optional;

/// Asks nobody.
public final class NoWitness implements AccountWitness {
  @Override
  public Testimony hear(EnrollmentToken token, Enrollment.Enroll call) {
    return new Testimony.Heard(Optional.empty(), "");
  }

  @Override
  public void keep(Tx tx, EnrollmentToken token, Testimony.Heard heard) {}
}
