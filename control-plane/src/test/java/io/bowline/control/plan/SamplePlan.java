package io.bowline.control.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.PlanId;
import io.bowline.model.plan.Plan;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.ComponentName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// What a runner plans in tests that look at what becomes of a plan, not at what is in it.
public final class SamplePlan {
  private SamplePlan() {}

  /// One step, which installs the chart of the component broker.
  public static Plan of(
      PlanId plan, InstallId install, Digest release, int stage, List<ComponentName> deferred) {
    var step =
        new PlannedStep(
            "broker",
            new ComponentName("broker"),
            StepKind.HELM,
            StepAction.CREATE,
            Set.of(),
            digest("chart"),
            digest("nothing there"),
            List.of("+ StatefulSet broker"));
    return new Plan(plan, install, release, stage, List.of(step), deferred);
  }

  public static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
