package io.bowline.runner.trust;

import io.bowline.model.artifact.Digest;
import io.bowline.release.cosign.Evidence;
import java.io.IOException;
import java.util.List;

/// Where signatures of images are found.
@FunctionalInterface
public interface SignatureSource {
  /// All that lies beside an image, in either form; nothing judged yet.
  List<Evidence> of(String repository, Digest image) throws IOException;
}
