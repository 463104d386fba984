package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import java.util.Optional;

/// One image to be copied.
///
/// @param reference tag or digest in the source repository
/// @param tag under which it can be found at the target beside its digest
public record ImageCopy(
    String sourceRepository, String reference, String targetRepository, Optional<String> tag) {
  public ImageCopy {
    require(ImageReference.isRepository(sourceRepository), sourceRepository);
    require(ImageReference.isRepository(targetRepository), targetRepository);
    require(reference.contains(":") || ImageReference.isTag(reference), reference);
    require(tag.isEmpty() || ImageReference.isTag(tag.get()), tag.orElse(""));
    if (reference.contains(":")) {
      Digest.parse(reference);
    }
  }

  /// An image by digest, with the digest alone at the target.
  public static ImageCopy pinned(String source, Digest digest, String target) {
    return new ImageCopy(source, digest.toString(), target, Optional.empty());
  }

  /// The digest that is wanted, when it is known beforehand.
  Optional<Digest> digest() {
    return reference.contains(":") ? Optional.of(Digest.parse(reference)) : Optional.empty();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("not a repository, tag or digest: " + what);
    }
  }
}
