package io.bowline.control.staff;

/// What came of something that concerns an access.
public sealed interface Asked {
  /// So it stands now.
  record Made(StaffAccess access) implements Asked {}

  /// A part of the wish is wrong.
  record Refused(String field, String reason) implements Asked {}

  /// The organization does not let it be.
  record NotAllowed(String why) implements Asked {}

  /// There is none like that.
  record Unknown() implements Asked {}

  /// It stands otherwise by now.
  record Conflict(String why) implements Asked {}
}
