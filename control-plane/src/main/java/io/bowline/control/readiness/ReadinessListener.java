package io.bowline.control.readiness;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Check;
import java.util.List;

/// Whoever has to know whether a Kafka cluster could be created where a runner is; make it a bean.
@FunctionalInterface
public interface ReadinessListener {
  /// Called in the transaction in which it is kept, at each telling.
  ///
  /// @param checks such as `storage-class`, `capacity` and `operator`; ready is where all are ok
  void told(Tx tx, OrgId org, InstallId install, List<Check> checks);
}
