package io.bowline.control.edge.sni;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// The port that serves everything to networks that let nothing else out.
@ConfigMapping(prefix = "bowline.shared")
@Explained("One port for link, logs, metrics and HTTPS, told apart by SNI")
public interface SharedPortSettings {
  @Explained("Address to listen on.")
  @WithDefault("0.0.0.0")
  String host();

  @Explained(
      "Port, 443 in production: connections for link., logs. and metrics. of"
          + " bowline.address.alternate-domain go to those listeners, all others to HTTPS (so set"
          + " bowline.http.port to another one). TLS is not ended here. Without it there is none.")
  Optional<Integer> port();
}
