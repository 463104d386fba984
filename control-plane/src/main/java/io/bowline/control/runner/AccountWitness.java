package io.bowline.control.runner;

import io.bowline.control.platform.Tx;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.LinkRefusal;
import java.util.Optional;

/// Judges whether a runner is where its token was made for, by what the runner's cloud says. It may
/// ask that cloud, so that this is outside any transaction.
public interface AccountWitness {
  /// What came of it.
  sealed interface Testimony {
    /// It is there, or nobody has to know.
    ///
    /// @param principal as whom the cloud knows the runner; empty when its word was not asked for
    /// @param remark for the record
    record Heard(Optional<String> principal, String remark) implements Testimony {}

    /// It does not come in like this.
    ///
    /// @param voids whether the token is in a place where it should not be, and admits nobody
    record Against(LinkRefusal why, String message, boolean voids) implements Testimony {}
  }

  /// Hears what a runner brings with a good token.
  Testimony hear(EnrollmentToken token, Enrollment.Enroll call);

  /// Keeps what was heard with the install, in the transaction in which the runner enrolls.
  void keep(Tx tx, EnrollmentToken token, Testimony.Heard heard);
}
