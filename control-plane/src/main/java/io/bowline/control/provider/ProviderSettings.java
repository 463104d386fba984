package io.bowline.control.provider;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How fleet providers are checked.
@ConfigMapping(prefix = "bowline.provider")
@Explained("Fleet providers")
public interface ProviderSettings {
  @Explained(
      "How long a validation waits for the hosted runner's answer before it is answered with its job.")
  @WithDefault("30s")
  Duration validateWithin();
}
