package io.bowline.control.attachment;

import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.AttachmentKind;
import java.util.Optional;

/// Something that is attached to a release or to one of its images.
///
/// @param at what it is attached to
/// @param manifest of the artifact that brings it
/// @param digest of the thing itself
/// @param mediaType of the thing itself
/// @param artifactType as its manifest says; may be empty
/// @param key by which it is signed, as it says itself: nobody has judged it here
public record Attachment(
    Place at,
    AttachmentKind kind,
    Digest manifest,
    Digest digest,
    long size,
    String mediaType,
    String artifactType,
    Optional<String> key) {

  /// What something is attached to.
  ///
  /// @param number of the release or image within the release, which is the first
  /// @param image its name in the release; absent for the release itself
  /// @param subject the very manifest, which may be that of one platform
  public record Place(int number, Optional<String> image, String repository, Digest subject) {
    Place about(Digest other) {
      return new Place(number, image, repository, other);
    }
  }

  /// Where it stands in the order of all.
  public String position() {
    return "%04d %s %s %s".formatted(at.number(), at.subject(), manifest, digest);
  }
}
