package io.bowline.runner.app;

import io.bowline.runner.hosted.HostedRoom;
import io.bowline.runner.hosted.HostedSettings;
import io.bowline.runner.hosted.cluster.AddressPolicy;
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
  private final HostedSettings hosted;

  StartChecks(Config config, RunnerSettings settings, HostedSettings hosted) {
    this.config = config;
    this.settings = settings;
    this.hosted = hosted;
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
    try {
      AddressPolicy _ = AddressPolicy.allowing(hosted.privateNetworks().orElse(List.of()));
    } catch (IllegalArgumentException e) {
      throw new StartFailedException("bowline.hosted.private-networks: " + e.getMessage(), e);
    }
  }
}
