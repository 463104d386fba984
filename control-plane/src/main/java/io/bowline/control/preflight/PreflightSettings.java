package io.bowline.control.preflight;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// When runners look around.
@Explained("Installs")
@ConfigMapping(prefix = "bowline.preflight")
public interface PreflightSettings {
  @Explained(
      "Whether a runner in a cloud looks around as soon as it has enrolled, before its install's first plan; what is in the way then holds the install.")
  @WithDefault("true")
  boolean onEnrollment();
}
