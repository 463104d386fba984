package io.bowline.control.departure;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How organizations go.
@ConfigMapping(prefix = "bowline.departure")
@Explained("Organizations that are deleted")
public interface DepartureSettings {
  @Explained(
      "How long the deletion of an organization can be taken back; then its secrets are destroyed,"
          + " and everything else of it after them.")
  @WithDefault("P7D")
  Duration grace();
}
