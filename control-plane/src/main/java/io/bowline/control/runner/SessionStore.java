package io.bowline.control.runner;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Keeps which replica holds whose stream.
public interface SessionStore {
  /// Takes the runner's stream over and gives the new epoch.
  long take(Tx tx, OrgId org, RunnerId runner, Sessions.Opening opening);

  /// Notes that the stream lives.
  ///
  /// @return whether this epoch is still the newest
  boolean heard(Tx tx, OrgId org, RunnerId runner, long epoch);

  void closed(Tx tx, OrgId org, RunnerId runner, long epoch);

  Optional<RunnerSession> find(Tx tx, OrgId org, RunnerId runner);

  /// How many hosted runners of all organizations have not been heard for this long.
  long silentHosted(Tx tx, Duration allowed);

  /// How these runners stand, of all organizations.
  List<Sessions.Standing> standing(Tx tx, Collection<RunnerId> runners);
}
