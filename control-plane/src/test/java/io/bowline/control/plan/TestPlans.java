package io.bowline.control.plan;

import io.bowline.control.plan.store.PgPlanStore;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.PlanId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Plans that nobody had to make.
public final class TestPlans {
  private TestPlans() {}

  /// One that its runner still makes.
  public static PlanId waiting(Transactions transactions, Ids ids, OrgId org, InstallId install) {
    var id = new PlanId(ids.get());
    transactions.runInOrg(
        org,
        tx ->
            new PgPlanStore()
                .insert(
                    tx,
                    new PlanRecord(
                        org,
                        id,
                        install,
                        Digest.of("release".getBytes(StandardCharsets.UTF_8)),
                        1,
                        PlanStatus.PLANNING,
                        "",
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        "test",
                        tx.now())));
    return id;
  }
}
