package io.bowline.release.layout;

import io.bowline.model.artifact.Digest;

/// A manifest that a layout's index names.
///
/// @param repository where it belongs in a registry
/// @param tag by which it is known there; empty when by its digest only
public record Stored(
    String repository,
    String tag,
    String mediaType,
    Digest digest,
    long size,
    String artifactType) {
  /// How it is called in the index, and by people.
  public String name() {
    return tag.isEmpty() ? repository + "@" + digest : repository + ":" + tag;
  }

  /// The same manifest under a tag.
  Stored tagged(String other) {
    return new Stored(repository, other, mediaType, digest, size, artifactType);
  }
}
