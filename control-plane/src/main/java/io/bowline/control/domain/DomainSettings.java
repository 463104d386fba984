package io.bowline.control.domain;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How base domains are looked at.
@ConfigMapping(prefix = "bowline.domain")
@Explained("Base domains")
public interface DomainSettings {
  @Explained(
      "Resolvers that are asked about base domains, as addresses with or without a port; those of"
          + " the machine when absent.")
  Optional<List<String>> resolvers();

  @Explained("How long a resolver may take to answer.")
  @WithDefault("3s")
  Duration lookupLimit();
}
