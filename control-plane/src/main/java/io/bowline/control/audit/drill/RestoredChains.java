package io.bowline.control.audit.drill;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.Verification;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.keep.RestoredReading;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.stream.Stream;

/// Walks every chain of the audit, the vendor's own too.
public final class RestoredChains implements RestoredReading {
  private final Audit audit = new Audit(new AuditChainStore());

  @Override
  public String read(Transactions restored, List<OrgId> organizations) {
    long entries =
        Stream.concat(Stream.of(Audit.VENDOR), organizations.stream())
            .mapToLong(org -> walked(restored, org))
            .sum();
    return "%d audit chains with %d entries hold".formatted(organizations.size() + 1, entries);
  }

  private long walked(Transactions restored, OrgId org) {
    return switch (restored.inOrg(org, tx -> audit.verify(tx, org))) {
      case Verification.Intact(long entries) -> entries;
      case Verification.Broken(long number, String reason) ->
          throw new RestoredWrong(
              "the audit chain of %s does not hold at entry %d: %s".formatted(org, number, reason));
    };
  }
}
