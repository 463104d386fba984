package io.bowline.driver.oracle;

import io.bowline.driver.oracle.OraclePlace.Service;
import java.util.Map;
import java.util.Optional;

/// A look at something that shows whether an action's resources can be seen at all. Oracle's cloud
/// has no way to ask for more without doing it.
///
/// @param path in which `{compartment}`, `{tenancy}` and `{namespace}` stand for the real ones
record Probe(Service service, String path) {
  private static final String IN = "?limit=1&compartmentId={compartment}";
  private static final Map<String, Probe> BY_ACTION =
      Map.of(
          "inspect tenancies",
          new Probe(Service.IDENTITY, "/20160918/tenancies/{tenancy}/regionSubscriptions"),
          "inspect limits",
          new Probe(
              Service.LIMITS,
              "/20190729/limitValues?limit=1&compartmentId={tenancy}&serviceName=compute"),
          "inspect compartments",
          new Probe(Service.IDENTITY, "/20160918/compartments/{compartment}"),
          "manage cluster-family",
          new Probe(Service.CLUSTERS, "/20180222/clusters" + IN),
          "manage instance-family",
          new Probe(Service.CORE, "/20160918/instances" + IN),
          "manage virtual-network-family",
          new Probe(Service.CORE, "/20160918/vcns" + IN),
          "manage repos",
          new Probe(Service.ARTIFACTS, "/20160918/container/repositories" + IN),
          "manage load-balancers",
          new Probe(Service.CORE, "/20170115/loadBalancers" + IN),
          "manage network-load-balancers",
          new Probe(Service.NETWORK_LOAD_BALANCERS, "/20200501/networkLoadBalancers" + IN),
          "manage buckets",
          new Probe(Service.OBJECTS, "/n/{namespace}/b" + IN));

  /// The look for an action; empty when there is none that shows anything.
  static Optional<Probe> of(String action) {
    return Optional.ofNullable(BY_ACTION.get(action));
  }

  /// Whether seeing is all that an action is.
  static boolean provesAll(String action) {
    return action.startsWith("inspect ");
  }

  String path(ApiKey key, String namespace) {
    return path.replace("{compartment}", key.compartment())
        .replace("{tenancy}", key.tenancy())
        .replace("{namespace}", namespace);
  }

  boolean needsNamespace() {
    return path.contains("{namespace}");
  }
}
