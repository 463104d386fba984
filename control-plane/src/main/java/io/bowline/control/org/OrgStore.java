package io.bowline.control.org;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Optional;

/// Keeps organizations.
public interface OrgStore {
  /// False when the name is taken.
  boolean insert(Tx tx, OrgId id, String name);

  Optional<Organization> find(Tx tx, OrgId id);

  /// By name, among all: for the system.
  Optional<Organization> named(Tx tx, String name);

  /// By name, in order, after a name: for the system.
  List<Organization> list(Tx tx, String after, int limit);
}
