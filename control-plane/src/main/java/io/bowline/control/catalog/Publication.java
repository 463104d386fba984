package io.bowline.control.catalog;

/// What became of an attempt to publish a release.
public sealed interface Publication {
  record Published(PublishedRelease release) implements Publication {}

  /// The very same release was there already.
  record AlreadyThere(PublishedRelease release) implements Publication {}

  /// It was not taken.
  ///
  /// @param reason for machines, e.g. `sequence-too-low`
  record Refused(String reason, String message) implements Publication {}
}
