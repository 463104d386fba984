package io.bowline.control.app;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The management listener. Quarkus reads the same keys (application.properties).
@ConfigMapping(prefix = "bowline.management")
@Explained("The management listener: live, ready and metrics, without TLS")
public interface ManagementSettings {
  @Explained("Address to listen on; only this machine, unless probes come from elsewhere.")
  @WithDefault("127.0.0.1")
  String host();

  @Explained("Port.")
  @WithDefault("9000")
  int port();
}
