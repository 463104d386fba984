package io.bowline.control.artifact;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where artifacts are kept and how much of them is taken.
@ConfigMapping(prefix = "bowline.artifacts")
@Explained("The artifact registry")
public interface ArtifactSettings {
  @Explained(
      "Where artifacts are kept: disk (a folder) or s3 (a bucket of an S3-compatible store). Either"
          + " may be shared by several processes.")
  @WithDefault("disk")
  Kept storage();

  /// The drivers.
  enum Kept {
    DISK,
    S3
  }

  @Explained(
      "Folder of the artifact registry; without it a folder below the data folder. Several"
          + " processes may share one.")
  Optional<Path> folder();

  @Explained("How long a registry login's pass is good for; clients fetch the next by themselves.")
  @WithDefault("5m")
  Duration passLife();

  @Explained("Largest blob in bytes.")
  @WithDefault("68719476736")
  long maxBlobBytes();

  @Explained("Uploads that nobody wrote to for so long are forgotten.")
  @WithDefault("24h")
  Duration uploadLife();

  @Explained(
      "Garbage is collected so often, by one of the processes that share a storage; 0s leaves it to"
          + " `bowline registry gc`.")
  @WithDefault("24h")
  Duration collectEvery();

  @Explained(
      "What was pushed, mounted or asked for within this time is no garbage; longer than any push"
          + " takes, and at least 1h.")
  @WithDefault("72h")
  Duration collectGrace();

  /// The folder, below the data folder unless configured.
  static Path folder(ArtifactSettings settings, Path data) {
    return settings.folder().orElseGet(() -> data.resolve("artifacts"));
  }
}
