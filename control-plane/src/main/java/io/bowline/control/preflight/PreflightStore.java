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
  /// Takes the place of what was there. Of the overrulings those stay whose check still fails.
  void put(Tx tx, OrgId org, InstallId install, JobId job, List<Seen> seen);

  Optional<KeptPreflight> newest(Tx tx, OrgId org, InstallId install);

  /// Takes the place of an earlier one of the same check.
  void overrule(Tx tx, OrgId org, InstallId install, Overruling word);

  /// Nothing was seen, and nothing is overruled.
  void forget(Tx tx, OrgId org, InstallId install);
}
