package io.bowline.runner.link;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// The link to the control plane.
@ConfigMapping(prefix = "bowline.link")
public interface LinkSettings {
  /// File that the installer wrote: addresses, authorities and the one-time token. Needed until the
  /// runner is enrolled.
  Optional<Path> bootstrap();
}
