package io.bowline.runner.hosted.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A module that came with this runner, so that what is applied is what was released with it.
record CloudModule(String name) {
  static final CloudModule AWS = new CloudModule("aws");
  static final CloudModule AZURE = new CloudModule("azure");
  static final CloudModule GCP = new CloudModule("gcp");
  static final CloudModule ORACLE = new CloudModule("oracle");

  // the same of every cloud
  private static final List<String> FILES =
      List.of(
          "cluster.tf",
          "main.tf",
          "network.tf",
          "outputs.tf",
          "registry.tf",
          "runner.tf",
          "variables.tf",
          "versions.tf",
          "walls.tf");

  /// Whether this runner came with it.
  boolean isThere() {
    return CloudModule.class.getResource(name + "/main.tf") != null;
  }

  /// Lays it out in a folder that is there.
  void writeTo(Path folder) {
    for (String file : FILES) {
      try (InputStream in = CloudModule.class.getResourceAsStream(name + "/" + file)) {
        if (in == null) {
          throw new IllegalStateException(file + " is missing from the runner's own jar");
        }
        Files.copy(in, folder.resolve(file));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot lay out the module " + name, e);
      }
    }
  }
}
