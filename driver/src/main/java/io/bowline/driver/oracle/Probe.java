package io.bowline.driver.oracle;

import io.bowline.driver.oracle.OraclePlace.Service;
import java.util.Map;
import java.util.Optional;

/// A look at something that shows whether an action's resources can be seen at all. Whether more
/// than that is allowed stands in policies.
///
/// @param path in which `{compartment}`, `{tenancy}`, `{user}` and `{namespace}` stand for the real
///   ones
record Probe(Service service, String path) {
  private static final String IN = "?limit=1&compartmentId={compartment}";
  private static final String ABOVE = "?limit=1&compartmentId={tenancy}";
  private static final Map<String, Probe> BY_ACTION =
      Map.ofEntries(
          looks(
              "inspect tenancies",
              Service.IDENTITY,
              "/20160918/tenancies/{tenancy}/regionSubscriptions"),
          looks(
              "inspect limits",
              Service.LIMITS,
              "/20190729/limitValues?limit=1&compartmentId={tenancy}&serviceName=compute"),
          looks("inspect policies", Service.IDENTITY, "/20160918/policies" + ABOVE),
          looks("inspect groups", Service.IDENTITY, "/20160918/groups" + ABOVE),
          looks(
              "inspect users",
              Service.IDENTITY,
              "/20160918/userGroupMemberships" + ABOVE + "&userId={user}"),
          looks("inspect compartments", Service.IDENTITY, "/20160918/compartments/{compartment}"),
          looks("manage cluster-family", Service.CLUSTERS, "/20180222/clusters" + IN),
          looks("manage instance-family", Service.CORE, "/20160918/instances" + IN),
          looks("manage virtual-network-family", Service.CORE, "/20160918/vcns" + IN),
          looks("manage repos", Service.ARTIFACTS, "/20160918/container/repositories" + IN),
          looks("manage load-balancers", Service.CORE, "/20170115/loadBalancers" + IN),
          looks(
              "manage network-load-balancers",
              Service.NETWORK_LOAD_BALANCERS,
              "/20200501/networkLoadBalancers" + IN),
          looks("manage buckets", Service.OBJECTS, "/n/{namespace}/b" + IN));

  private static Map.Entry<String, Probe> looks(String action, Service service, String path) {
    return Map.entry(action, new Probe(service, path));
  }

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
        .replace("{user}", key.user())
        .replace("{namespace}", namespace);
  }

  boolean needsNamespace() {
    return path.contains("{namespace}");
  }
}
