package io.bowline.control.provision;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps which job works on a cloud fleet, and what was made.
public interface FleetWorkStore {
  /// This job does from now on; what the one before says has no effect.
  void begin(Tx tx, OrgId org, FleetId fleet, JobId job);

  /// Waits so long for the fleet's runner, or no longer.
  void enrollWithin(Tx tx, OrgId org, FleetId fleet, Optional<Duration> within);

  /// A fleet whose runner did not enroll in time.
  record Due(OrgId org, FleetId fleet) {}

  /// Those of all organizations.
  List<Due> unenrolled(Tx tx, int limit);

  /// The newest job.
  Optional<JobId> job(Tx tx, OrgId org, FleetId fleet);

  /// Keeps what the module told that made it.
  void made(Tx tx, OrgId org, FleetId fleet, Map<String, String> outputs);

  /// What the module told; empty when nothing was made.
  Map<String, String> outputs(Tx tx, OrgId org, FleetId fleet);
}
