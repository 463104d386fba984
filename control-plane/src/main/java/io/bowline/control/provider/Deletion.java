package io.bowline.control.provider;

/// What came of the wish to delete a provider.
public sealed interface Deletion {
  /// It is gone, with its secrets.
  record Deleted() implements Deletion {}

  /// Somebody needs it.
  ///
  /// @param by who, in words
  record InUse(String by) implements Deletion {}

  /// There is no such provider.
  record Absent() implements Deletion {}
}
