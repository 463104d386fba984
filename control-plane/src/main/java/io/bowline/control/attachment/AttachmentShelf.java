package io.bowline.control.attachment;

import io.bowline.control.catalog.ReleaseShelf;
import io.bowline.model.artifact.Digest;
import java.util.Optional;

/// The vendor's registry, as far as attachments are found in it.
public interface AttachmentShelf extends ReleaseShelf {
  /// The manifest behind a tag.
  Optional<byte[]> tagged(String repository, String tag);

  /// The first page of what refers to a manifest, an index.
  Optional<byte[]> referrers(String repository, Digest subject);
}
