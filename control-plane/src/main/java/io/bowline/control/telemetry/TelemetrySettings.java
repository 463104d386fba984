package io.bowline.control.telemetry;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How much of logs and metrics is kept.
@ConfigMapping(prefix = "bowline.telemetry")
@Explained("The embedded store of logs and metrics")
public interface TelemetrySettings {
  @Explained("Bytes at which a file of an install's logs or metrics is closed and a new one begun.")
  @WithDefault("16777216")
  long segmentBytes();

  @Explained("Files kept of an install's logs, and as many of its metrics; older ones are deleted.")
  @WithDefault("64")
  int segmentsKept();

  @Explained("Files held open for writing at most.")
  @WithDefault("1024")
  int openStreams();

  @Explained("Bytes of the disk that logs and metrics leave free; beyond it pushes get 503.")
  @WithDefault("268435456")
  long diskReserve();

  @Explained("How long a push waits for those before it to be written; then it gets 503.")
  @WithDefault("10s")
  Duration patience();
}
