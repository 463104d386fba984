package io.bowline.runner.plan;

import io.bowline.model.job.JobReport.ComponentHealth;
import io.bowline.model.release.ComponentName;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.kube.HealthWatch.Finding;
import java.util.ArrayList;
import java.util.List;

/// How the components of an install are, right now.
final class Health {
  private Health() {}

  static List<ComponentHealth> of(List<ComponentRecord> components, Executors executors) {
    var all = new ArrayList<ComponentHealth>();
    for (ComponentRecord component : components) {
      all.add(of(component, executors));
    }
    return all;
  }

  private static ComponentHealth of(ComponentRecord component, Executors executors) {
    var name = new ComponentName(component.name());
    try {
      return switch (component.kind()) {
        case HELM ->
            health(name, executors.helm().inspect(component.entry(), component.namespace()));
        case KUBE -> health(name, executors.kube().inspect(component.entry()));
        case TERRAFORM, IMAGE -> new ComponentHealth(name, true, "applied");
      };
    } catch (StepException e) {
      return new ComponentHealth(name, false, e.failure().message());
    }
  }

  private static ComponentHealth health(ComponentName name, Finding finding) {
    return new ComponentHealth(name, finding.healthy(), finding.line());
  }
}
