package io.bowline.control.provision;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import java.util.Map;
import java.util.Optional;

/// Keeps which job works on a cloud fleet, and what was made.
public interface FleetWorkStore {
  /// This job does from now on; what the one before says has no effect.
  void begin(Tx tx, OrgId org, FleetId fleet, JobId job);

  /// The newest job.
  Optional<JobId> job(Tx tx, OrgId org, FleetId fleet);

  /// Keeps what the module told that made it.
  void made(Tx tx, OrgId org, FleetId fleet, Map<String, String> outputs);

  /// What the module told; empty when nothing was made.
  Map<String, String> outputs(Tx tx, OrgId org, FleetId fleet);
}
