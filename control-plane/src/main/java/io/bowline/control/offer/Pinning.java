package io.bowline.control.offer;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import java.util.Optional;

/// What became of the wish to pin.
public sealed interface Pinning {
  record Pinned(Pin pin) implements Pinning {}

  record Absent(String what) implements Pinning {}

  /// It cannot be pinned to that.
  ///
  /// @param reason for machines, e.g. `release-yanked`
  record Refused(String reason, String message) implements Pinning {}

  /// To what it shall be pinned.
  sealed interface Target {
    record Channel(String name) implements Target {}

    record Release(Digest digest) implements Target {}

    record Version(String version) implements Target {}
  }

  /// A wish.
  ///
  /// @param install of one install; of all of the organization's when empty
  record Wish(String product, Optional<InstallId> install, Target target, String reason) {}
}
