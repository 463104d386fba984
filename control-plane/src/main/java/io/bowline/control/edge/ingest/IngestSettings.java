package io.bowline.control.edge.ingest;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Where logs and metrics come in.
@ConfigMapping(prefix = "bowline.ingest")
@Explained("Logs and metrics")
public interface IngestSettings {
  @Explained("Address on which logs and metrics are taken.")
  @WithDefault("0.0.0.0")
  String host();

  @Explained("Port for logs (Loki push protocol over mutual TLS).")
  @WithDefault("8433")
  int logsPort();

  @Explained("Port for metrics (Prometheus remote write over mutual TLS).")
  @WithDefault("9090")
  int metricsPort();

  @Explained("Pushes worked on at once; further ones are answered with 429 and sent again.")
  @WithDefault("64")
  int concurrency();

  @Explained("Time in which a body must have arrived whole; who is slower is cut off.")
  @WithDefault("30s")
  Duration bodyTime();

  @Explained("Bytes of all bodies together that are arriving or being worked on; beyond it 503.")
  @WithDefault("268435456")
  long arrivingBytes();

  @Explained("Bytes a second, as sent, that one install may push to each port; beyond it 429.")
  @WithDefault("8388608")
  long bytesPerSecond();

  @Explained("Pushes of one install to each port that are worked on at once; beyond it 429.")
  @WithDefault("16")
  int pushesPerInstall();

  @Explained("Different log streams (label sets) of one install in an hour; beyond it 429.")
  @WithDefault("20000")
  int streams();

  @Explained("Different series of one install in an hour; beyond it 429.")
  @WithDefault("500000")
  int series();
}
