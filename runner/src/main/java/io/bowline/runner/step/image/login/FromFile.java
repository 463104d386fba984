package io.bowline.runner.step.image.login;

import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the cloud puts into files and variables for this process.
final class FromFile {
  private static final long MOST = 64 << 10;

  private FromFile() {}

  /// A variable that goes with one that is there.
  static String variable(CloudPlace place, String name) throws RegistryException {
    return place
        .variable(name)
        .orElseThrow(() ->
            RegistryException.lasting(
                "for the registry %s the variable %s is needed: is the pod's identity set up?"
                    .formatted(place.registry(), name)));
  }

  /// A file's content, read each time, since it is renewed.
  static String secret(String file) throws IOException {
    Path path = Path.of(file);
    if (Files.size(path) > MOST) {
      throw RegistryException.lasting(file + " is too large for a token");
    }
    return Files.readString(path).strip();
  }
}
