package io.bowline.control.review;

import java.util.List;

/// What came of a review.
public sealed interface Reviewed {
  /// It is on record, and what it revokes is gone.
  record Recorded(Review review) implements Reviewed {}

  /// It does not decide about everybody, once, as things are now.
  ///
  /// @param undecided some of the subjects that it leaves out
  /// @param unknown some of those that have no rights, or that it decides about twice
  record Incomplete(List<String> undecided, List<String> unknown) implements Reviewed {}

  /// Something that it revokes cannot be.
  record Refused(String why) implements Reviewed {}
}
