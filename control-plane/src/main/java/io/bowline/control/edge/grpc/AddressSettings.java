package io.bowline.control.edge.grpc;

import io.bowline.control.platform.config.Explained;
import io.bowline.proto.codec.Addresses;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// What runners are told about where to find us.
@ConfigMapping(prefix = "bowline.address")
@Explained("Addresses that runners are given")
public interface AddressSettings {
  @Explained("Host name of all listeners, as runners see it.")
  @WithDefault("localhost")
  String host();

  @Explained("Port of the link, as runners see it.")
  @WithDefault("${bowline.link.port:9701}")
  int link();

  @Explained("Port for logs, as runners see it.")
  @WithDefault("${bowline.ingest.logs-port:8433}")
  int logs();

  @Explained("Port for metrics, as runners see it.")
  @WithDefault("${bowline.ingest.metrics-port:9090}")
  int metrics();

  @Explained("Port for artifacts, as runners see it.")
  @WithDefault("${bowline.http.port:8443}")
  int artifacts();

  @Explained(
      "Domain under which link, logs, metrics and artifacts are also served on 443 by SNI, as"
          + " link.<domain>; for networks that let nothing else out.")
  Optional<String> alternateDomain();

  @Explained("Port of the alternates, as runners see it; bowline.shared.port serves them.")
  @WithDefault("443")
  int alternatePort();

  /// All of it, for Enroll and Hello.
  default Addresses addresses() {
    return new Addresses(
        address("link", link()),
        address("logs", logs()),
        address("metrics", metrics()),
        address("artifacts", artifacts()));
  }

  private Addresses.Address address(String name, int port) {
    return alternateDomain()
        .map(domain -> new Addresses.Address(host(), port, name + "." + domain, alternatePort()))
        .orElseGet(() -> Addresses.Address.only(host(), port));
  }
}
