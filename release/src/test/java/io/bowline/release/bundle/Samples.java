package io.bowline.release.bundle;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// The sample releases of the repository, packed.
public final class Samples {
  /// What the sample's image is pinned to in tests.
  public static final Digest IMAGE = Digest.of("sample".getBytes(StandardCharsets.UTF_8));

  private Samples() {}

  /// The author's folder of a version.
  public static Path folder(String version) {
    return Path.of(
        Objects.requireNonNull(System.getProperty("bowline.root"), "bowline.root"),
        "samples",
        "streaming",
        version);
  }

  /// The bundle of a version.
  public static Bundle bundle(String version) throws IOException {
    return switch (AuthorFolder.pack(folder(version), (_, _) -> Optional.of(IMAGE))) {
      case Packed.Done(Bundle bundle) -> bundle;
      case Packed.Refused(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
