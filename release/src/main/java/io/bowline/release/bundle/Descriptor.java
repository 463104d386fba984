package io.bowline.release.bundle;

import io.bowline.model.artifact.Digest;

/// How an OCI manifest names a blob.
///
/// @param title what the author calls it; empty when there is no name
public record Descriptor(String mediaType, Digest digest, long size, String title) {}
