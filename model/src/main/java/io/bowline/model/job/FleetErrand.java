package io.bowline.model.job;

/// What a hosted runner does for a fleet.
public enum FleetErrand {
  /// Look at a cluster that somebody brings; changes nothing.
  CHECK_CLUSTER("check-cluster"),
  /// Put the fleet's runner into a cluster that somebody brings.
  BOOTSTRAP_CLUSTER("bootstrap-cluster"),
  /// Take everything out of a cluster that came with the fleet.
  REMOVE_CLUSTER("remove-cluster"),
  /// Make the fleet's network, cluster and registry in its cloud account.
  PROVISION("provision-fleet"),
  /// Remove from the cloud account what {@link #PROVISION} made.
  DESTROY("destroy-fleet"),
  /// Make the base layer of an install by a role that its customer lends; there is no fleet yet,
  /// and the install's id is meant.
  MAKE_BASE_LAYER("make-base-layer");

  private final String kind;

  FleetErrand(String kind) {
    this.kind = kind;
  }

  /// The name of jobs for it, see {@link JobSpec#kind()}.
  public String kind() {
    return kind;
  }
}
