package io.bowline.control.edge.ingest;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

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
}
