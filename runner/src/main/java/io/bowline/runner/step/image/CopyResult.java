package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import java.util.List;

/// What came of one image.
public sealed interface CopyResult {
  ImageCopy copy();

  /// It is at the target now.
  ///
  /// @param without signatures and the like that could not be brought along, with the reasons
  record Copied(ImageCopy copy, Digest digest, List<String> without) implements CopyResult {
    public Copied {
      without = List.copyOf(without);
    }

    Copied(ImageCopy copy, Digest digest) {
      this(copy, digest, List.of());
    }
  }

  /// It was there already.
  record Unchanged(ImageCopy copy, Digest digest) implements CopyResult {}

  /// It cannot be copied, however often it is tried.
  record Refused(ImageCopy copy, String reason) implements CopyResult {}

  /// The rules of one of the registries keep it back.
  record Blocked(ImageCopy copy, String reason) implements CopyResult {}

  /// It did not work this time; the target has no manifest of it whose blobs are missing.
  record Failed(ImageCopy copy, String reason) implements CopyResult {}
}
