package io.bowline.control.app;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Backups that the process takes by itself.
@ConfigMapping(prefix = "bowline.backup")
@Explained("Backups by the clock")
public interface BackupSettings {
  @Explained(
      "Folder for backups that this process takes by itself, best on another machine; each replica"
          + " needs one of its own. Without it none are taken.")
  Optional<Path> folder();

  @Explained("How old the newest backup gets before another one is taken.")
  @WithDefault("24h")
  Duration every();

  @Explained("How many backups stay; the last one that passed a drill stays besides.")
  @WithDefault("7")
  int keep();

  @Explained("How long after a drill the newest backup is tried again.")
  @WithDefault("7d")
  Duration drillEvery();
}
