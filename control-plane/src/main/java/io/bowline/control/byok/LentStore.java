package io.bowline.control.byok;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Check;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Keeps what is lent, and what is done with it.
public interface LentStore {
  /// One whose time has come.
  record Due(OrgId org, FleetId fleet) {}

  Optional<LentKubeconfig> find(Tx tx, OrgId org, FleetId fleet);

  /// The secret; empty once it is destroyed.
  Optional<Sealed> sealed(Tx tx, OrgId org, FleetId fleet);

  /// Keeps one, in place of the fleet's earlier one. Its times are the database's.
  void put(Tx tx, LentKubeconfig kubeconfig, Sealed sealed);

  /// Forgets the secret.
  ///
  /// @return false when there was none any more
  boolean destroy(Tx tx, OrgId org, FleetId fleet, String why);

  /// This job works with it from now on; what the one before says has no effect.
  void asked(Tx tx, OrgId org, FleetId fleet, JobId job);

  /// Keeps what a look at the cluster found.
  void found(Tx tx, OrgId org, FleetId fleet, List<Check> checks);

  /// A runner was put there, and has this long to enroll; empty when none is waited for any more.
  void enrollWithin(Tx tx, OrgId org, FleetId fleet, Optional<Duration> within);

  /// Those of all organizations that are past their end.
  List<Due> expired(Tx tx, int limit);

  /// Those of all organizations whose runner did not enroll in time.
  List<Due> unenrolled(Tx tx, int limit);
}
