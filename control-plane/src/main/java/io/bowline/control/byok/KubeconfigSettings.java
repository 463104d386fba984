package io.bowline.control.byok;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How kubeconfigs are kept that customers lend.
@ConfigMapping(prefix = "bowline.kubeconfig")
@Explained("Lent kubeconfigs")
public interface KubeconfigSettings {
  @Explained(
      "How long a kubeconfig is kept that no runner enrolled with the help of; then it is destroyed.")
  @WithDefault("24h")
  Duration keptFor();
}
