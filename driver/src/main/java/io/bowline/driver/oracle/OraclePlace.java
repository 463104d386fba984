package io.bowline.driver.oracle;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where Oracle's cloud is, and how long it may take to answer.
///
/// @param endpoint in the place of all of Oracle's own, for tests
/// @param limit for each check
public record OraclePlace(Optional<URI> endpoint, Duration limit) {
  /// Who is asked.
  enum Service {
    IDENTITY("identity.{region}.oci.{domain}"),
    CLUSTERS("containerengine.{region}.oci.{domain}"),
    /// Where clusters themselves ask who signed a token.
    CLUSTER_TOKENS("containerengine.{region}.{domain}"),
    CORE("iaas.{region}.{domain}"),
    ARTIFACTS("artifacts.{region}.oci.{domain}"),
    LIMITS("limits.{region}.oci.{domain}"),
    NETWORK_LOAD_BALANCERS("network-load-balancer-api.{region}.oci.{domain}"),
    OBJECTS("objectstorage.{region}.{domain}");

    private final String host;

    Service(String host) {
      this.host = host;
    }

    /// Its address in a region.
    ///
    /// @param domain of the realm
    /// @param path with its query
    URI at(String region, String domain, String path) {
      return URI.create(
          "https://" + host.replace("{region}", region).replace("{domain}", domain) + path);
    }
  }

  /// How an address of Oracle's is reached. What is signed is the address itself.
  URI reached(URI address) {
    return endpoint
        .map(other ->
            other.resolve(
                address.getRawPath()
                    + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery())))
        .orElse(address);
  }
}
