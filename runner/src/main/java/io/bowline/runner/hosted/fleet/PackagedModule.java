package io.bowline.runner.hosted.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A module in this runner's own jar.
///
/// @param name its folder in `terraform`
record PackagedModule(String name) implements CloudModule {
  // the same of every cloud
  static final List<String> FILES =
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

  @Override
  public boolean isThere() {
    return PackagedModule.class.getResource(name + "/main.tf") != null;
  }

  @Override
  public void writeTo(Path folder) {
    for (String file : FILES) {
      try (InputStream in = PackagedModule.class.getResourceAsStream(name + "/" + file)) {
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
