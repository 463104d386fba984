package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.model.release.MirroredImage;
import java.util.Optional;

/// The registry in the customer's account, where every image of a release is synced to and pulled
/// from.
///
/// @param pulledFrom host and port as the cluster's nodes reach it; often the same as `access`
/// @param prefix of all repositories there, such as `bowline`; may be empty
public record CustomerRegistry(RegistryAccess access, String pulledFrom, String prefix) {
  private static final int TAG_DIGITS = 16;

  public CustomerRegistry {
    if (!prefix.isEmpty() && !ImageReference.isRepository(prefix)) {
      throw new IllegalArgumentException(
          "prefix of the customer's registry is not a lower-case path: " + prefix);
    }
  }

  /// What a workload names to run this image.
  public ImageReference reference(MirroredImage image) {
    return new ImageReference(
        pulledFrom, repository(image), Optional.empty(), Optional.of(image.digest()));
  }

  /// Where this image lives there.
  public String repository(MirroredImage image) {
    return prefix.isEmpty() ? image.repository() : prefix + "/" + image.repository();
  }

  /// How to bring it there. It gets a tag beside its digest, since many registries clear away what
  /// has none.
  ImageCopy copy(MirroredImage image) {
    return new ImageCopy(
        image.repository(),
        image.digest().toString(),
        repository(image),
        Optional.of(tag(image.digest())));
  }

  /// The tag that an image gets.
  static String tag(Digest digest) {
    return "bowline-" + digest.hex().substring(0, TAG_DIGITS);
  }
}
