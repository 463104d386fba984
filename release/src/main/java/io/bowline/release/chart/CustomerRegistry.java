package io.bowline.release.chart;

import io.bowline.model.artifact.ImageReference;
import io.bowline.model.release.MirroredImage;
import java.util.Optional;

/// Where an install's images are.
///
/// @param host of the registry, with its port if it has one
/// @param prefix in front of every repository; may be empty
public record CustomerRegistry(String host, String prefix) {
  /// Where a mirrored image is, by digest.
  public ImageReference reference(MirroredImage image) {
    String repository = prefix.isEmpty() ? image.repository() : prefix + "/" + image.repository();
    return new ImageReference(host, repository, Optional.empty(), Optional.of(image.digest()));
  }
}
