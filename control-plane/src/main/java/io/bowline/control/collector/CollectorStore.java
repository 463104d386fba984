package io.bowline.control.collector;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.CollectorId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps collectors.
public interface CollectorStore {
  void insert(Tx tx, Collector collector);

  Optional<Collector> find(Tx tx, OrgId org, CollectorId id);

  /// The collector, locked until the transaction ends.
  Optional<Collector> lock(Tx tx, OrgId org, CollectorId id);

  /// Those of an install that are not revoked, by name.
  List<Collector> unrevoked(Tx tx, OrgId org, InstallId install);

  /// Newest first, also those that are revoked.
  List<Collector> list(
      Tx tx, OrgId org, InstallId install, Optional<CollectorId> before, int limit);

  void certified(Tx tx, OrgId org, CollectorId id, Instant until);

  void revoke(Tx tx, OrgId org, CollectorId id);
}
