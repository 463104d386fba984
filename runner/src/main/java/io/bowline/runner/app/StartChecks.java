package io.bowline.runner.app;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/// What has to hold before anything is touched.
@Singleton
public final class StartChecks {
  private static final int FIRST = 1;

  private final Config config;

  StartChecks(Config config) {
    this.config = config;
  }

  void check(@Observes @Priority(FIRST) StartupEvent event) {
    List<String> unknown = ConfigurationKeys.unknown(config.getPropertyNames(), System.getenv());
    if (!unknown.isEmpty()) {
      throw new StartFailedException(
          "unknown configuration: %s; known are %s"
              .formatted(String.join(", ", unknown), String.join(", ", ConfigurationKeys.known())));
    }
  }
}
