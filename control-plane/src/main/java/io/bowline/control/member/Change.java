package io.bowline.control.member;

/// What came of a wish to change who may do what.
public sealed interface Change {
  /// It is so now.
  ///
  /// @param member as they are, or were when they left
  record Made(Member member) implements Change {}

  /// There is nobody like that.
  record Unknown() implements Change {}

  /// Whoever asks may not.
  ///
  /// @param why and what to do, for people
  record Refused(String why) implements Change {}

  /// It would leave the organization without an owner.
  record LastOwner() implements Change {}
}
