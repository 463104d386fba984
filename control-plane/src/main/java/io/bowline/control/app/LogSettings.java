package io.bowline.control.app;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The process's own log. Quarkus reads the same keys (application.properties).
@ConfigMapping(prefix = "bowline.log")
@Explained("The process's own log")
public interface LogSettings {
  @Explained("Write the log as JSON, one object a line, instead of text.")
  @WithDefault("false")
  boolean json();
}
