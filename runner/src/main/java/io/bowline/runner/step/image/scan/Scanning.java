package io.bowline.runner.step.image.scan;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.util.List;

/// A registry that may have scanned what lies in it.
public interface Scanning {
  /// The images for one platform of which an image consists, as far as they are there; itself when
  /// it is for one.
  List<Digest> images(String repository, Digest digest) throws IOException, InterruptedException;

  /// What it has found in an image for one platform.
  Scan scan(String repository, Digest digest) throws IOException, InterruptedException;
}
