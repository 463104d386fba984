package io.bowline.control.catalog;

import io.bowline.model.artifact.Digest;
import java.util.OptionalLong;

/// What became of the wish to move a channel.
public sealed interface Promotion {
  record Moved(Channel channel) implements Promotion {}

  /// It points there already.
  record AlreadyThere(Channel channel) implements Promotion {}

  record Absent(String what) implements Promotion {}

  /// It is not to be moved there.
  ///
  /// @param reason for machines, e.g. `release-yanked`
  record Refused(String reason, String message) implements Promotion {}

  /// Somebody else has moved it meanwhile.
  record Outdated(String message) implements Promotion {}

  /// A wish.
  ///
  /// @param back whether it may be moved to an older release
  /// @param reason why; empty when none was given
  /// @param expected the revision that the caller has seen, 0 for none
  record Wish(
      String product,
      String name,
      Target target,
      boolean back,
      String reason,
      OptionalLong expected) {}

  /// Where it shall point.
  sealed interface Target {
    record Release(Digest digest) implements Target {}

    record Version(String version) implements Target {}

    /// Where another channel points at that moment.
    record SameAs(String channel) implements Target {}
  }
}
