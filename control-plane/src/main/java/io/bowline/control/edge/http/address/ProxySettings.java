package io.bowline.control.edge.http.address;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/// What stands between callers and this process.
@ConfigMapping(prefix = "bowline.proxies")
@Explained("Proxies in front")
public interface ProxySettings {
  @Explained(
      "Addresses or networks (10.0.0.0/8) of proxies that are believed: from them, X-Forwarded-For"
          + " says where a request comes from.")
  Optional<List<String>> trusted();
}
