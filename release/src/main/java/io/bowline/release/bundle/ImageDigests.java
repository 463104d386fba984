package io.bowline.release.bundle;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.util.Optional;

/// Finds the digest of an image that an author named by tag only.
public interface ImageDigests {
  /// The digest behind a tag, or nothing when there is no such tag.
  Optional<Digest> digest(String repository, String tag) throws IOException;

  /// Knows no tag: every image must be pinned.
  static ImageDigests none() {
    return (_, _) -> Optional.empty();
  }
}
