package io.bowline.sso;

/// What a cloud said about where somebody is.
public sealed interface Whereabouts {
  /// It vouches for this.
  ///
  /// @param account the account or project
  /// @param region empty where the cloud's word does not name one
  /// @param principal as whom the cloud knows it, for the record
  record Known(String account, String region, String principal) implements Whereabouts {}

  /// What was brought is not the cloud's word, or not for this.
  ///
  /// @param why goes on after "What it brought"
  record Disbelieved(String why) implements Whereabouts {}

  /// The cloud could not be asked; later it may be.
  record Unasked(String why) implements Whereabouts {}
}
