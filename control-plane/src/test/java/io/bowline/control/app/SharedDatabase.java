package io.bowline.control.app;

import io.bowline.control.platform.store.TestDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/// Runs the whole process of a `@QuarkusTest` on the database that all tests share.
public final class SharedDatabase implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    try {
      return TestDatabase.configuration(Files.createTempDirectory("bowline-test-data").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    // the database ends with the JVM
  }
}
