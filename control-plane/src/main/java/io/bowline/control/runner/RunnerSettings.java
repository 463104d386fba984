package io.bowline.control.runner;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long runners' certificates live and how they are heard.
@ConfigMapping(prefix = "bowline.runner")
@Explained("Runners")
public interface RunnerSettings {
  @Explained("Life of a runner's certificate, at most 24h.")
  @WithDefault("24h")
  Duration certificateLife();

  @Explained("Version of the release trust root that runners should have; 0 says nothing about it.")
  @WithDefault("0")
  int trustRootVersion();
}
