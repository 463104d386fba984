package io.bowline.control.catalog;

import io.bowline.model.artifact.Digest;
import java.util.Optional;

/// Where the artifacts of releases lie: the vendor's registry.
public interface ReleaseShelf {
  /// The manifest's bytes; empty when the repository has none of this digest.
  Optional<byte[]> manifest(String repository, Digest digest);

  /// A blob's bytes; empty when the repository has none of this digest, or it is larger than the
  /// limit.
  Optional<byte[]> blob(String repository, Digest digest, int limit);
}
