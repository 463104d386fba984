package io.bowline.control.arrival.door;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.util.List;

/// Where doors' reports are kept.
public interface DoorStore {
  /// Keeps it, unless the same is kept already.
  ///
  /// @param digest of what was told
  /// @return whether it is news
  boolean insert(Tx tx, DoorReport report, String digest);

  /// Oldest first; the newest of them when there are more.
  List<DoorReport> list(Tx tx, OrgId org, InstallId install, int limit);

  int count(Tx tx, OrgId org, InstallId install);
}
