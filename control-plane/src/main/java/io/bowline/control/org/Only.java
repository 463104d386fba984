package io.bowline.control.org;

import io.bowline.model.id.FleetId;
import io.bowline.model.id.InstallId;
import java.util.Set;

/// The parts of an organization that a token is for, and nothing else of it.
public record Only(Set<InstallId> installs, Set<FleetId> fleets) {
  public Only {
    installs = Set.copyOf(installs);
    fleets = Set.copyOf(fleets);
  }

  /// Some installs alone.
  public static Only installs(Set<InstallId> installs) {
    return new Only(installs, Set.of());
  }

  /// How many there are.
  int size() {
    return installs.size() + fleets.size();
  }
}
