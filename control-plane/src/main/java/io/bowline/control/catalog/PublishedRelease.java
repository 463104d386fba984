package io.bowline.control.catalog;

import io.bowline.model.artifact.Digest;
import java.time.Instant;
import java.util.Optional;

/// A release as the vendor published it.
///
/// @param digest of its OCI manifest, which is its identity
/// @param repository in the vendor's registry
/// @param sequence grows with every release of the product
/// @param yank present once it was taken back
public record PublishedRelease(
    Digest digest,
    String product,
    String version,
    long sequence,
    String repository,
    Optional<Yank> yank,
    Instant publishedAt) {

  public boolean yanked() {
    return yank.isPresent();
  }

  public ReleaseName name() {
    return new ReleaseName(digest, version);
  }

  /// Why it is not offered, for whoever asks for it; of a yanked release only.
  public String whyYanked() {
    return "%s %s was yanked: %s".formatted(product, version, yank.orElseThrow().reason());
  }
}
