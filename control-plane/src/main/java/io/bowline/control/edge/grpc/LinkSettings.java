package io.bowline.control.edge.grpc;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// The listener for runners.
@ConfigMapping(prefix = "bowline.link")
@Explained("Runner link")
public interface LinkSettings {
  @Explained("Address that the link listens on.")
  @WithDefault("0.0.0.0")
  String host();

  @Explained("Port that the link listens on; 0 lets the system choose.")
  @WithDefault("9701")
  int port();

  @Explained("How often runners say that they live.")
  @WithDefault("25s")
  Duration heartbeat();

  @Explained("Age at which a stream is asked to come back, give or take a tenth.")
  @WithDefault("1h")
  Duration streamAge();

  @Explained("Over how long runners are spread that are sent away when this process stops.")
  @WithDefault("5s")
  Duration drainSpread();

  @Explained("Streams of one organization that may begin in a second.")
  @WithDefault("500")
  int streamsPerSecond();

  @Explained("Certificates of one organization that may be asked for in a second.")
  @WithDefault("50")
  int certificatesPerSecond();

  @Explained("Name of this replica in records; without it the host's name.")
  Optional<String> replica();
}
