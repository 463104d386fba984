package io.bowline.control.catalog;

import io.bowline.model.artifact.Digest;
import java.time.Instant;

/// A release as the vendor published it.
///
/// @param digest of its OCI manifest, which is its identity
/// @param repository in the vendor's registry
/// @param sequence grows with every release of the product
public record PublishedRelease(
    Digest digest,
    String product,
    String version,
    long sequence,
    String repository,
    boolean yanked,
    Instant publishedAt) {}
