package io.bowline.control.sso;

/// What came of a wish to change how people come in.
public sealed interface SsoChange {
  /// It is so now.
  record Made(SsoSetting setting) implements SsoChange {}

  /// Not like this.
  record Refused(String field, String reason) implements SsoChange {}

  /// Whoever asks may not.
  record NotAllowed(String why) implements SsoChange {}

  /// As things are, it cannot be.
  record Conflict(String why) implements SsoChange {}

  /// There is none.
  record Absent() implements SsoChange {}
}
