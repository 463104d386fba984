package io.bowline.control.readiness;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Check;
import java.util.List;
import java.util.Optional;

/// Where the newest is kept of each install.
public interface ReadinessStore {
  /// Takes the place of what was there.
  void put(Tx tx, OrgId org, InstallId install, List<Check> checks);

  Optional<LastReadiness> last(Tx tx, OrgId org, InstallId install);
}
