package io.bowline.registry.disk;

import io.bowline.registry.collect.RestlessRegistry;
import io.bowline.registry.platform.RandomNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// A process that pushes into a folder and collects from it until it is killed.
final class RestlessFolder {
  private RestlessFolder() {}

  /// Never ends by itself.
  ///
  /// @param args the file for notes, the registry's folder
  public static void main(String[] args) throws IOException {
    RestlessRegistry.begin(
        RegistryFolder.open(
            new LocalDisk(), Path.of(args[1]), new RandomNames(), Duration.ofSeconds(1)),
        Path.of(args[0]));
  }
}
