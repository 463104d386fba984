package io.bowline.registry;

import java.time.Duration;

/// Whether a caller may.
public sealed interface Admission {
  /// Yes.
  record Granted() implements Admission {}

  /// Not without credentials, or better ones.
  ///
  /// @param challenge the value of `WWW-Authenticate`
  record Challenged(String challenge) implements Admission {}

  /// The caller may know the repository but not do this.
  record Denied() implements Admission {}

  /// Not now: the caller asks for more at a time than it may.
  ///
  /// @param why which limit it met
  record TooMuch(String why, Duration retryAfter) implements Admission {}

  /// Not any more: the caller had all that it may have.
  ///
  /// @param why which limit it met, what was used of it, and what to do
  record UsedUp(String why) implements Admission {}

  /// The caller may not know whether the repository exists: answered as one that does not.
  record Hidden() implements Admission {}
}
