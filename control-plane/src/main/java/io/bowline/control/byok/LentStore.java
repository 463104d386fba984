package io.bowline.control.byok;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Optional;

/// Keeps what is lent.
public interface LentStore {
  /// One that is past its end and still here.
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

  /// Those of all organizations that are past their end.
  List<Due> expired(Tx tx, int limit);
}
