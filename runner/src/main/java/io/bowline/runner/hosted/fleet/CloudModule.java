package io.bowline.runner.hosted.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A module that came with this runner, so that what is applied is what was released with it.
record CloudModule(String name, List<String> files) {
  /// The base layer in AWS.
  static final CloudModule AWS =
      new CloudModule(
          "aws",
          List.of(
              "cluster.tf",
              "main.tf",
              "network.tf",
              "outputs.tf",
              "registry.tf",
              "runner.tf",
              "variables.tf",
              "versions.tf",
              "walls.tf"));

  /// Lays it out in a folder that is there.
  void writeTo(Path folder) {
    for (String file : files) {
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
