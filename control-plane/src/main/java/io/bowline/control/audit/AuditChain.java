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

  /// Where what is kept of a chain begins: the last entry that was let go.
  ///
  /// @param hash empty when none was
  record Beginning(long number, String hash) {}

  /// Where what is kept begins.
  Beginning beginning(Tx tx, OrgId org);

  /// Lets go of the entries up to a number, as far as the database admits it.
  void letGo(Tx tx, OrgId org, long number);

  /// Organizations whose oldest entries are from before a time.
  List<OrgId> older(Tx tx, Instant than, int limit);

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
