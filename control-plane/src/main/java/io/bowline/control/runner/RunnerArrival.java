package io.bowline.control.runner;

import io.bowline.control.platform.Tx;
import io.bowline.model.identity.Identity;

/// Hears how a runner comes, or does not; every bean of this type does, in the transaction in which
/// it happens.
public interface RunnerArrival {
  /// The runner has its first certificate when this transaction ends.
  void enrolled(Tx tx, RunnerRecord runner);

  /// It begins a stream, and says what it can do.
  default void connected(Tx tx, Identity runner, Sessions.Opening opening) {}

  /// A token was made, with which one can come.
  default void expected(Tx tx, EnrollmentToken token) {}

  /// The last token of an install ended, and nobody came with it.
  default void lapsed(Tx tx, EnrollmentToken token) {}

  /// A runner came with a token and was not let in; the token is as it was.
  default void keptOut(Tx tx, EnrollmentToken token, Admission.Refused refused) {}

  /// A runner came with a token from where that does not count; the token is void from now on.
  default void turnedAway(Tx tx, EnrollmentToken token, Admission.Refused refused) {}
}
