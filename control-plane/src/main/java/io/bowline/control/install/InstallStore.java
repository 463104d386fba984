package io.bowline.control.install;

import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where installs are kept.
public interface InstallStore {
  /// An install whose runner has been silent.
  record Silent(OrgId org, InstallId install, Instant heardAt) {}

  void insert(Tx tx, InstallRecord install);

  Optional<InstallRecord> find(Tx tx, OrgId org, InstallId id);

  /// The install, locked until the transaction ends.
  Optional<InstallRecord> lock(Tx tx, OrgId org, InstallId id);

  Optional<InstallRecord> byName(Tx tx, OrgId org, String name);

  /// By name, after a name, for paging.
  List<InstallRecord> list(Tx tx, OrgId org, String after, int limit);

  /// Where the organization's hosted runner is at work; no other method finds it.
  Optional<InstallId> hostedPlace(Tx tx, OrgId org);

  /// Makes that place.
  ///
  /// @return false when somebody else made it meanwhile
  boolean makeHostedPlace(Tx tx, OrgId org, InstallId id);

  void inputs(Tx tx, OrgId org, InstallId id, Map<String, String> inputs);

  void runs(Tx tx, OrgId org, InstallId id, Optional<Digest> release);

  /// Who is known to the cloud, now; empty when nobody is.
  void vouched(Tx tx, OrgId org, InstallId id, Optional<String> principal);

  void heard(Tx tx, OrgId org, InstallId id);

  /// Sets the status and remembers it, when it is another one.
  void status(Tx tx, OrgId org, InstallId id, InstallStatus status, String reason);

  /// Oldest first.
  List<StatusChange> history(Tx tx, OrgId org, InstallId id, int limit);

  /// Installs of every organization that count as active although nobody has heard them for this
  /// long.
  List<Silent> silent(Tx tx, Duration allowed, int limit);
}
