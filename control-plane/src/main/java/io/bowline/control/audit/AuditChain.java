package io.bowline.control.audit;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.List;

/// Keeps the chains.
public interface AuditChain {
  /// The end of a chain.
  ///
  /// @param hash empty when there is no entry yet
  record Head(long number, String hash, Instant now) {}

  /// The end of the organization's chain, locked until the transaction ends.
  Head lock(Tx tx, OrgId org);

  /// The end as it is recorded, not locked.
  Head head(Tx tx, OrgId org);

  void append(Tx tx, ChainLink link);

  /// Links after a number, in order.
  List<ChainLink> after(Tx tx, OrgId org, long number, int limit);

  /// Links before a number, newest first.
  List<ChainLink> before(Tx tx, OrgId org, long number, int limit);
}
