package io.bowline.runner.step.image;

import io.bowline.registry.http.RegistryServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Two registries of a test: images are pushed to one and arrive in the other.
abstract class BetweenRegistries {
  @TempDir Path folder;
  RegistryServer source;
  RegistryServer target;
  TestImages images;
  TestImages arrived;

  @BeforeEach
  void start() throws Exception {
    source = RegistryServer.start(folder.resolve("s"), RegistryServer.Settings.loopback());
    target = RegistryServer.start(folder.resolve("t"), RegistryServer.Settings.loopback());
    images = new TestImages(source.address());
    arrived = new TestImages(target.address());
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
  }
}
