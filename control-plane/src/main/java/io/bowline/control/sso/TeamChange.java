package io.bowline.control.sso;

/// What came of a wish for a team, or to change one.
public sealed interface TeamChange {
  /// It is so now, or was when it went.
  record Made(Team team) implements TeamChange {}

  /// Not like this.
  record Refused(String field, String reason) implements TeamChange {}

  /// Whoever asks may not.
  record NotAllowed(String why) implements TeamChange {}

  /// As things are, it cannot be.
  record Conflict(String why) implements TeamChange {}

  /// There is none like that.
  record Unknown() implements TeamChange {}
}
