package io.bowline.control.domain;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.BaseDomainId;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Optional;

/// Keeps base domains.
public interface BaseDomainStore {
  /// False when the organization has the domain already.
  boolean insert(Tx tx, BaseDomain domain, Optional<Sealed> key);

  Optional<BaseDomain> find(Tx tx, OrgId org, DomainName name);

  /// The domain, locked until the transaction ends.
  Optional<BaseDomain> lock(Tx tx, OrgId org, DomainName name);

  Optional<Sealed> key(Tx tx, OrgId org, BaseDomainId id);

  /// In order of names, after one.
  List<BaseDomain> list(Tx tx, OrgId org, String after, int limit);

  /// Sets it up in another way, as the next revision.
  void change(Tx tx, OrgId org, BaseDomainId id, BaseDomain.Setup setup, Optional<Sealed> key);

  void delete(Tx tx, OrgId org, BaseDomainId id);

  /// One whose records are made in the account of a fleet provider.
  Optional<DomainName> inAccount(Tx tx, OrgId org, String provider);

  /// Whether an organization other than this one has shown that the domain is theirs.
  boolean isForeign(Tx tx, OrgId org, DomainName name);
}
