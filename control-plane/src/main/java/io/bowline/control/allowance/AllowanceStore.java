package io.bowline.control.allowance;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.time.LocalDate;
import java.util.Optional;

/// Where allowances are kept, and what was taken.
public interface AllowanceStore {
  void put(Tx tx, OrgId org, OwnAllowance own);

  /// Whether there was one.
  boolean remove(Tx tx, OrgId org);

  Optional<OwnAllowance> find(Tx tx, OrgId org);

  /// Counts bytes that were pulled on this day; says how many there are now. Days of which nobody
  /// asks any more are forgotten.
  long pulled(Tx tx, OrgId org, LocalDate day, long more);
}
