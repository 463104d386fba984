package io.bowline.runner.hosted.fleet;

import java.nio.file.Path;

/// What is applied in one cloud.
interface CloudModule {
  /// Of the clouds that this runner came with, so that what is applied is what was released with
  /// it.
  static CloudModule of(String cloud) {
    return new PackagedModule(cloud);
  }

  /// Whether this runner has it.
  boolean isThere();

  /// Lays it out in a folder that is there.
  void writeTo(Path folder);
}
