package io.bowline.model.release;

import io.bowline.model.artifact.Digest;

/// An image that the release needs and that is therefore synced to the customer's registry.
///
/// @param name how components of this release call it
/// @param source the reference as charts write it (`docker.example/acme/broker:1.4`); every mention
///   of it in a rendered chart is rewritten
/// @param repository where it lives in the vendor's registry, and, below the install's prefix, in
///   the customer's
/// @param digest of the manifest or index; never changes in transit
public record MirroredImage(String name, String source, String repository, Digest digest) {}
