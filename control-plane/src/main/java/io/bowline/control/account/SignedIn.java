package io.bowline.control.account;

import java.time.Duration;

/// What came of a sign-in.
public sealed interface SignedIn {
  /// They are in.
  record In(Sessions.Begun begun) implements SignedIn {}

  /// Nobody of that organization has this address and password; which of them is wrong is not said.
  record Refused() implements SignedIn {}

  /// Address and password are right; it takes a code, too.
  ///
  /// @param wrong whether one was given
  record CodeNeeded(boolean wrong) implements SignedIn {}

  /// Address and password are right, but the organization lets nobody in by them: its people come
  /// in through its identity provider.
  record Elsewhere() implements SignedIn {}

  /// It was tried too often.
  ///
  /// @param rest how long to stay away
  record TooMany(Duration rest) implements SignedIn {}

  /// Too many sign in at this moment.
  record Busy() implements SignedIn {}
}
