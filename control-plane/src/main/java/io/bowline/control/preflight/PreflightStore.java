package io.bowline.control.preflight;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.preflight.Seen;
import java.util.List;
import java.util.Optional;

/// Where the newest is kept of each install.
public interface PreflightStore {
  /// Takes the place of what was there.
  void put(Tx tx, OrgId org, InstallId install, JobId job, List<Seen> seen);

  Optional<KeptPreflight> newest(Tx tx, OrgId org, InstallId install);
}
