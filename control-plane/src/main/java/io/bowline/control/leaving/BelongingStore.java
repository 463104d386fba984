package io.bowline.control.leaving;

import io.bowline.control.platform.Tx;
import io.bowline.model.belonging.Belonging;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Optional;

/// Keeps what installs have in their accounts.
public interface BelongingStore {
  /// By kind and name.
  List<Tracked> list(Tx tx, OrgId org, InstallId install);

  /// Writes down what was seen; of what is known already, whether it is there, and why.
  void put(Tx tx, OrgId org, InstallId install, Witness by, List<Belonging> seen);

  void look(Tx tx, OrgId org, InstallId install, String by, Look look);

  Optional<Look.Kept> lastLook(Tx tx, OrgId org, InstallId install);
}
