package io.bowline.sso;

/// What came of asking a provider who somebody is.
public sealed interface Identified {
  /// It is they.
  record Known(Identity identity) implements Identified {}

  /// What came back is not to be believed, or the provider would not say.
  ///
  /// @param why for people, a sentence
  record Refused(String why) implements Identified {}

  /// The provider cannot be asked.
  ///
  /// @param why for people, a sentence
  record Unreachable(String why) implements Identified {}
}
