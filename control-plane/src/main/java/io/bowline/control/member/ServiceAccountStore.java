package io.bowline.control.member;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Optional;

/// Keeps service accounts, in the rows of members: a role is given and taken in the same way.
public interface ServiceAccountStore {
  void insert(Tx tx, OrgId org, ServiceAccount account);

  /// One that was not removed.
  Optional<ServiceAccount> find(Tx tx, OrgId org, MemberId id);

  /// In order of names.
  List<ServiceAccount> list(Tx tx, OrgId org, String afterName, int limit);

  int count(Tx tx, OrgId org);
}
