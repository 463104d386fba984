package io.bowline.control.offer;

import io.bowline.control.catalog.PublishedRelease;

/// Whether an install may be brought to a release.
public sealed interface Admission {
  record Admitted(PublishedRelease release) implements Admission {}

  /// There is no such release for this organization.
  record Absent(String what) implements Admission {}

  /// It may not.
  ///
  /// @param reason for machines, e.g. `release-yanked`
  record Refused(String reason, String message) implements Admission {}
}
