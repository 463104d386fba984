package io.bowline.control.member;

/// What came of a wish for a service account, or to change one.
public sealed interface Appointed {
  /// It is so now.
  record Made(ServiceAccount account) implements Appointed {}

  /// There is none like that.
  record Unknown() implements Appointed {}

  /// Not like this.
  record Refused(String field, String reason) implements Appointed {}

  /// Whoever asks may not.
  record NotAllowed(String why) implements Appointed {}

  /// As things are, it cannot be.
  record Conflict(String why) implements Appointed {}
}
