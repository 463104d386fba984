package io.bowline.control.dataplane;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Finds fleets that count as well although nobody says so any more.
public interface SilentFleets {
  /// One of them, and when its runner told something last.
  record Silent(OrgId org, FleetId fleet, Instant since) {}

  /// Healthy fleets of all organizations whose runners told nothing for so long.
  List<Silent> silent(Tx tx, Duration allowed, int limit);
}
