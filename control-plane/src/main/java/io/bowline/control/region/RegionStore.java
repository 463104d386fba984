package io.bowline.control.region;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;

/// Keeps allowed regions.
public interface RegionStore {
  AllowedRegions find(Tx tx, OrgId org);

  /// Puts these in the place of those before.
  void put(Tx tx, OrgId org, AllowedRegions regions);
}
