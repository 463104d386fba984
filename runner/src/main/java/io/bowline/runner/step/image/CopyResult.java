package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.AttachmentKind;
import java.util.List;

/// What came of one image.
public sealed interface CopyResult {
  ImageCopy copy();

  /// Something about an image that was brought along with it.
  ///
  /// @param digest of the manifest that brings it
  /// @param bytes of it all
  record Companion(AttachmentKind kind, Digest digest, long bytes) {
    @Override
    public String toString() {
      return "%s %s (%d bytes)".formatted(kind.word(), digest, bytes);
    }
  }

  /// It is at the target now.
  ///
  /// @param with signatures and the like that were brought along
  /// @param without those that could not be, with the reasons
  record Copied(ImageCopy copy, Digest digest, List<Companion> with, List<String> without)
      implements CopyResult {
    public Copied {
      with = List.copyOf(with);
      without = List.copyOf(without);
    }

    Copied(ImageCopy copy, Digest digest) {
      this(copy, digest, List.of(), List.of());
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
