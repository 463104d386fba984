package io.bowline.control.domain;

/// What came of the wish to delete a base domain.
public sealed interface Removal {
  /// It is gone, and its key with it.
  record Removed() implements Removal {}

  /// Somebody needs it.
  ///
  /// @param by who, as it stands in a sentence
  record InUse(String by) implements Removal {}

  /// There is no such domain.
  record Absent() implements Removal {}
}
