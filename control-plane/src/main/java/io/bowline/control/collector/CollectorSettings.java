package io.bowline.control.collector;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long collectors' certificates live and how many there may be.
@ConfigMapping(prefix = "bowline.collector")
@Explained("Collectors: senders of logs and metrics that customers run themselves")
public interface CollectorSettings {
  @Explained("Longest life of a collector's certificate, at most 7 days; it renews itself.")
  @WithDefault("72h")
  Duration certificateLife();

  @Explained("Collectors that an install may have at once; a revoked one makes room.")
  @WithDefault("10")
  int perInstall();
}
