package io.bowline.runner.app;

import io.bowline.runner.hosted.HostedRoom;
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

  private static final List<String> ROLES = List.of("runner", HostedRoom.HOSTED);

  private final Config config;
  private final RunnerSettings settings;

  StartChecks(Config config, RunnerSettings settings) {
    this.config = config;
    this.settings = settings;
  }

  void check(@Observes @Priority(FIRST) StartupEvent event) {
    List<String> unknown = ConfigurationKeys.unknown(config.getPropertyNames(), System.getenv());
    if (!unknown.isEmpty()) {
      throw new StartFailedException(
          "unknown configuration: %s; known are %s"
              .formatted(String.join(", ", unknown), String.join(", ", ConfigurationKeys.known())));
    }
    if (!ROLES.contains(settings.role())) {
      throw new StartFailedException(
          "%s is %s; it is one of %s"
              .formatted(HostedRoom.ROLE, settings.role(), String.join(", ", ROLES)));
    }
  }
}
