package io.bowline.control.domain;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.BaseDomainId;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps what looking at domains found, and knows which are due.
public interface DomainCheckStore {
  /// A domain that is to be looked at.
  record Due(OrgId org, String name) {}

  /// A check that ended.
  record Ended(
      BaseDomainId domain, long revision, List<Check> checks, String by, Instant startedAt) {}

  /// Puts what was found in the place of what was found before, and sets when to look again.
  void put(Tx tx, OrgId org, Ended ended, Duration again);

  Optional<DomainCheck> find(Tx tx, OrgId org, BaseDomainId domain);

  /// Writes that the organization has shown that the domain is its own.
  ///
  /// @return false when another one has
  boolean prove(Tx tx, OrgId org, DomainName name);

  /// Takes domains that are due, of all organizations; nobody else gets them before the time is
  /// over.
  List<Due> take(Tx tx, Duration again, int limit);
}
