package io.bowline.runner.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The runner as a whole.
@ConfigMapping(prefix = "bowline.runner")
public interface RunnerSettings {
  /// Folder of all that the runner must remember; without it `$XDG_STATE_HOME/bowline/runner`.
  Optional<Path> state();

  /// File to be made when this process has connected for the first time; its watcher looks for it.
  Optional<Path> readyFile();

  /// What this runner is: `runner`, of an install, or `hosted`, on the vendor's side.
  @WithDefault("runner")
  String role();

  /// How many jobs are held at once.
  @WithDefault("8")
  int room();

  /// How long a stop waits for jobs at work; they go on after the next start.
  @WithDefault("10s")
  Duration stopWithin();
}
