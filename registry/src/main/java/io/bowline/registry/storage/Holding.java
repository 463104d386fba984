package io.bowline.registry.storage;

import io.bowline.model.artifact.Digest;

/// Something that a repository has, and that takes room.
public record Holding(Kind kind, Digest digest) {
  /// What it has it as; the same bytes may be both.
  public enum Kind {
    BLOB,
    MANIFEST
  }

  public static Holding blob(Digest digest) {
    return new Holding(Kind.BLOB, digest);
  }

  public static Holding manifest(Digest digest) {
    return new Holding(Kind.MANIFEST, digest);
  }

  @Override
  public String toString() {
    return digest.toString();
  }
}
