package io.bowline.control.edge.http;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The HTTPS listener. Quarkus reads the same keys (application.properties).
@ConfigMapping(prefix = "bowline.http")
@Explained("The HTTPS listener: API, console and artifacts")
public interface HttpSettings {
  @Explained("Address to listen on.")
  @WithDefault("0.0.0.0")
  String host();

  @Explained("Port; 443 in production.")
  @WithDefault("8443")
  int port();
}
