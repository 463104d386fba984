package io.bowline.control.platform.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Optional;

/// Where the process keeps its files.
@ConfigMapping(prefix = "bowline")
@Explained("Files of the process")
public interface DataSettings {
  @Explained("Data folder (also --data). Without it: $XDG_DATA_HOME/bowline/control-plane.")
  @WithName("data")
  Optional<Path> data();
}
