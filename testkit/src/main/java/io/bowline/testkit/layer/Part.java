package io.bowline.testkit.layer;

/// What a resource is to a base layer. What is none of these has no place in one.
public enum Part {
  /// What all the others lie in, where a cloud has such a thing.
  PLACE,
  /// The network itself.
  NETWORK,
  /// A range of addresses inside it.
  SUBNET,
  /// What lets nodes out: gateways, their addresses, and the like.
  WAY_OUT,
  /// Where packets go.
  ROUTE,
  /// A door to the cloud's own services inside the network, names that lead to it included.
  SERVICE,
  /// A group that rules are about. The rules themselves are [Rule].
  WALL,
  /// The Kubernetes cluster.
  CLUSTER,
  /// Its machines, and what describes them.
  POOL,
  /// What the cluster itself needs inside.
  ADDON,
  /// Where its audit log is kept.
  LOG,
  /// Who may come into the cluster.
  ACCESS,
  /// Where images are kept, and what scans them.
  REGISTRY,
  /// What secrets and images are encrypted with, and where it lies.
  KEY,
  /// Who somebody inside is: cluster, nodes, runner.
  IDENTITY,
  /// What such an identity may do, and who may take it.
  RIGHT
}
