package io.bowline.control.plan;

import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.PlanId;
import io.bowline.model.plan.SignedApproval;
import java.util.List;
import java.util.Optional;

/// Where plans and approvals are kept.
public interface PlanStore {
  void insert(Tx tx, PlanRecord plan);

  void update(Tx tx, PlanRecord plan);

  Optional<PlanRecord> find(Tx tx, OrgId org, PlanId id);

  /// The plan, locked until the transaction ends.
  Optional<PlanRecord> lock(Tx tx, OrgId org, PlanId id);

  /// Newest first.
  List<PlanRecord> list(Tx tx, OrgId org, InstallId install, Optional<PlanId> before, int limit);

  /// Plans of an install that are not over, locked.
  List<PlanRecord> open(Tx tx, OrgId org, InstallId install);

  /// Plans towards a release that are not over, of every organization; for the task `catalog`.
  List<Key> towards(Tx tx, Digest release);

  /// Which plan of which organization.
  record Key(OrgId org, PlanId plan) {}

  void approve(Tx tx, OrgId org, PlanId plan, SignedApproval approval, String by);

  /// The signature of the approval that the plan has.
  Optional<String> approved(Tx tx, OrgId org, PlanId plan);

  /// The highest sequence that an approval of this install carried; 0 when there was none.
  long approvalSequence(Tx tx, OrgId org, InstallId install);
}
