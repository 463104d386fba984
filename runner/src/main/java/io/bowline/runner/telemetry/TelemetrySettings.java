package io.bowline.runner.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Logs and metrics that leave the account.
@ConfigMapping(prefix = "bowline.telemetry")
public interface TelemetrySettings {
  /// How much of captured logs waits on disk at most; the oldest goes first.
  @WithDefault("268435456")
  long logBytes();

  /// The same for metrics.
  @WithDefault("134217728")
  long metricBytes();

  /// How often metrics are read.
  @WithDefault("15s")
  Duration scrapeEvery();
}
