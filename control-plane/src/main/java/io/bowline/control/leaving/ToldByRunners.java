package io.bowline.control.leaving;

import io.bowline.control.job.JobFollower;
import io.bowline.control.job.JobRecord;
import io.bowline.control.plan.PlanRecord;
import io.bowline.control.plan.Plans;
import io.bowline.control.platform.Tx;
import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.Holdings;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.model.plan.Plan;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.StepKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What runners tell of what they have installed and removed: components, and each thing that these
/// have made.
@ApplicationScoped
class ToldByRunners implements JobFollower {
  private final Belongings belongings;
  private final Plans plans;

  ToldByRunners(Belongings belongings, Plans plans) {
    this.belongings = belongings;
    this.plans = plans;
  }

  @Override
  public void over(Tx tx, JobRecord job) {
    switch (job.spec()) {
      case JobSpec.ApplyPlan apply ->
          report(job, JobReport.Applied.class)
              .ifPresent(applied -> applied(tx, job, apply, applied));
      case JobSpec.Uninstall _ -> {
        List<String> failed =
            report(job, JobReport.Uninstalled.class)
                .map(JobReport.Uninstalled::leftBehind)
                .orElse(List.of());
        boolean whole = job.phase() instanceof Phase.Succeeded;
        if (whole || !failed.isEmpty()) {
          belongings.uninstalled(tx, job.org(), job.install(), whole ? List.of() : failed);
        }
        report(job, JobReport.Uninstalled.class).ifPresent(said -> held(tx, job, said.holdings()));
      }
      case JobSpec.Inspect _ ->
          report(job, JobReport.Inspected.class).ifPresent(seen -> held(tx, job, seen.holdings()));
      case JobSpec _ -> {}
    }
  }

  private void applied(Tx tx, JobRecord job, JobSpec.ApplyPlan apply, JobReport.Applied applied) {
    List<PlannedStep> steps =
        plans
            .find(tx, job.org(), apply.plan())
            .flatMap(PlanRecord::content)
            .map(Plan::steps)
            .orElse(List.of());
    Set<String> runs =
        applied.components().stream().map(one -> one.name().value()).collect(Collectors.toSet());
    belongings.installed(
        tx,
        job.org(),
        job.install(),
        runs.stream().flatMap(name -> belonging(name, steps).stream()).toList(),
        runs);
    held(tx, job, applied.holdings());
  }

  private void held(Tx tx, JobRecord job, Holdings holdings) {
    if (holdings.whole() || !holdings.items().isEmpty()) {
      belongings.held(tx, job.org(), job.install(), holdings);
    }
  }

  private static <T extends JobReport> Optional<T> report(JobRecord job, Class<T> type) {
    return job.report().filter(type::isInstance).map(type::cast);
  }

  /// Of a component that the plan left alone the kind is not known here, but it was told of when it
  /// was installed.
  private static Optional<Belonging> belonging(String component, List<PlannedStep> steps) {
    return steps.stream()
        .filter(step -> step.component().value().equals(component))
        .flatMap(step -> kind(step.kind()).stream())
        .findFirst()
        .map(kind -> Belonging.there(component, kind, component, false));
  }

  private static Optional<String> kind(StepKind kind) {
    return switch (kind) {
      case HELM -> Optional.of(Belonging.RELEASE);
      case KUBE -> Optional.of(Belonging.OBJECTS);
      case TERRAFORM -> Optional.of(Belonging.STATE);
      // images are the registry's, which is the base layer's
      case IMAGE -> Optional.empty();
    };
  }
}
