package io.bowline.control.catalog;

import java.util.List;

/// What became of the wish to yank a release, or to take that back.
public sealed interface Yanking {
  /// It is taken back.
  ///
  /// @param moved the channels that pointed at it, where they are now
  record Yanked(PublishedRelease release, List<Channel> moved, WaitingPlans.Withdrawn plans)
      implements Yanking {}

  record Unyanked(PublishedRelease release) implements Yanking {}

  /// It is so already.
  record Unchanged(PublishedRelease release) implements Yanking {}

  record Absent() implements Yanking {}

  /// It was yanked for another reason.
  record Refused(String reason, String message) implements Yanking {}
}
