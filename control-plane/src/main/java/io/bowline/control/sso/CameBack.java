package io.bowline.control.sso;

import io.bowline.control.account.Sessions;
import java.net.URI;
import java.time.Duration;

/// What came of a sign-in through a provider, or of a step of it.
public sealed interface CameBack {
  /// They are to go on there.
  record Sent(URI address) implements CameBack {}

  /// They are in.
  record In(Sessions.Begun begun) implements CameBack {}

  /// There is no such way in, or it is over.
  record Unknown(String why) implements CameBack {}

  /// Not they, or not like this.
  ///
  /// @param why for people, a sentence
  record Refused(String why) implements CameBack {}

  /// The provider cannot be asked.
  ///
  /// @param why for people, a sentence
  record Unreachable(String why) implements CameBack {}

  /// It was tried too often.
  ///
  /// @param rest how long to stay away
  record TooMany(Duration rest) implements CameBack {}
}
